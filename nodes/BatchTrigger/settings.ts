import type { IPollFunctions } from 'n8n-workflow';
import { OffpeakError, type EventStatus, type WatchSettings } from '../../core';
import type { Service } from '../shared/service';

/** Names this process: what it put out is delivered once it polls again. */
const PROCESS = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

const STATUSES: Readonly<Record<EventStatus, true>> = {
	cancelled: true,
	completed: true,
	expired: true,
	failed: true,
	incomplete: true,
};

export function readSettings(context: IPollFunctions, { credential }: Service): WatchSettings {
	const hours = Number(context.getNodeParameter('options.lookBackHours', 24));
	return {
		account: context.getNode().credentials?.[credential]?.id ?? '',
		label: String(context.getNodeParameter('label', '') ?? '').trim(),
		includeOthers: context.getNodeParameter('options.includeOthers', false) === true,
		statuses: readStatuses(context.getNodeParameter('statuses', [])),
		lookBackSeconds: Number.isFinite(hours) && hours >= 0 ? hours * 3600 : 86_400,
		by: PROCESS,
	};
}

function readStatuses(value: unknown): ReadonlySet<EventStatus> {
	const statuses = Array.isArray(value) ? value.filter(isStatus) : [];
	if (statuses.length > 0) return new Set(statuses);
	throw new OffpeakError('invalid_input', 'Trigger On is empty, so no job could ever start this.', {
		hint: 'Choose at least one way of ending in Trigger On.',
	});
}

function isStatus(value: unknown): value is EventStatus {
	return typeof value === 'string' && Object.hasOwn(STATUSES, value);
}
