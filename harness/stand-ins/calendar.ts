import type { CredentialJson } from '../real-n8n';
import { json, type StandIn } from '.';

/** The name that n8n itself proposes for a Google Calendar credential. */
export const CALENDAR_CREDENTIAL: CredentialJson = {
	name: 'Google Calendar account',
	type: 'googleCalendarOAuth2Api',
	data: {
		clientId: 'stand-in',
		clientSecret: 'stand-in',
		oauthTokenData: { access_token: 'stand-in', token_type: 'Bearer' },
	},
};

export interface CalendarEvent {
	readonly id: string;
	readonly summary: string;
	readonly description: string;
	readonly start: { readonly dateTime: string };
	readonly end: { readonly dateTime: string };
}

/**
 * The main calendar as n8n's Google Calendar node 1.3 asks for it: the events of a time. Written from what that
 * node sends and from https://developers.google.com/workspace/calendar/api/v3/reference/events/list (2026-11-23).
 */
export class CalendarStandIn implements StandIn {
	readonly hosts = ['www.googleapis.com'];
	readonly events: CalendarEvent[] = [];
	calls = 0;

	fetch(request: Request): Response | undefined {
		const { pathname, searchParams } = new URL(request.url);
		if (pathname !== '/calendar/v3/calendars/primary/events') return undefined;
		this.calls += 1;
		const [from, to] = [searchParams.get('timeMin'), searchParams.get('timeMax')].map((time) =>
			Date.parse(time ?? ''),
		);
		if (from === undefined || to === undefined) return undefined;
		const items = this.events
			.filter(({ start, end }) => {
				return Date.parse(end.dateTime) > from && Date.parse(start.dateTime) < to;
			})
			.slice(0, Number(searchParams.get('maxResults') ?? 250));
		return json({ kind: 'calendar#events', items });
	}
}
