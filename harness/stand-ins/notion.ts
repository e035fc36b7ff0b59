import type { CredentialJson } from '../real-n8n';
import { json, type StandIn } from '.';
import { TurnedAway } from './turned-away';

/** The name that n8n itself proposes for a Notion credential. */
export const NOTION_CREDENTIAL: CredentialJson = {
	name: 'Notion account',
	type: 'notionApi',
	data: { apiKey: 'stand-in' },
};

/** The columns of the data source: a property that is not here, or of another type, is refused. */
const COLUMNS: Readonly<Record<string, string>> = {
	Name: 'title',
	Category: 'select',
	Summary: 'rich_text',
	'Effort (hours)': 'number',
};
const MOST_IN_A_LIST = 100;
const RATE_LIMITED = {
	object: 'error',
	status: 429,
	code: 'rate_limited',
	message: 'You have been rate limited. Please try again in a few minutes.',
};

export interface NotionPage {
	readonly id: string;
	readonly title: string;
	readonly markdown: string;
}

interface Stored extends NotionPage {
	readonly createdAt: number;
	values: Readonly<Record<string, unknown>>;
}

/** What was written to a page, in the words of a reader: the value of each column. */
export interface NotionWrite {
	readonly id: string;
	readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Notion (version 2026-03-11) as n8n's Notion node 3 and Notion Trigger 1.1 ask for it: query a data source,
 * read a page as Markdown, update its properties. Written from what those nodes send and from
 * https://developers.notion.com/reference (2026-11-23).
 */
export class NotionStandIn implements StandIn {
	readonly hosts = ['api.notion.com'];
	readonly writes: NotionWrite[] = [];
	readonly reads: string[] = [];
	readonly queries: unknown[] = [];
	readonly turnedAwayReads = new TurnedAway();
	readonly turnedAwayWrites = new TurnedAway();
	readonly #pages = new Map<string, Stored>();

	constructor(readonly dataSourceId: string) {}

	add(page: NotionPage, values: NotionWrite['values'] = {}, createdAt = Date.now()): void {
		this.#pages.set(page.id, { ...page, values, createdAt });
	}

	async fetch(request: Request): Promise<Response | undefined> {
		if (request.headers.get('authorization')?.trim() !== 'Bearer stand-in') {
			return refusal(401, 'unauthorized', 'API token is invalid.');
		}
		if (request.headers.get('notion-version') !== '2026-03-11') return undefined;
		const [, , collection, id = '', part = ''] = new URL(request.url).pathname.split('/');
		const route = `${request.method} ${collection} ${part}`.trim();
		if (route === 'POST data_sources query' && id === this.dataSourceId) {
			return this.#query(await request.json());
		}
		const page = this.#pages.get(id);
		if (page === undefined) return refusal(404, 'object_not_found', 'Could not find page.');
		if (route === 'GET pages markdown') return this.#read(page);
		if (route === 'PATCH pages') return this.#update(page, await request.json());
		return undefined;
	}

	#query(body: unknown): Response {
		this.queries.push(body);
		const { filter, sorts, start_cursor: cursor, page_size: size = MOST_IN_A_LIST } = Object(body);
		const found = [...this.#pages.values()].filter((page) => matches(filter, page));
		if (sorts !== undefined) found.sort((a, b) => b.createdAt - a.createdAt);
		const first = cursor === undefined ? 0 : Number(cursor);
		const end = first + Math.min(Number(size), MOST_IN_A_LIST);
		const hasMore = end < found.length;
		return json({
			object: 'list',
			results: found.slice(first, end).map((page) => this.#resource(page)),
			has_more: hasMore,
			next_cursor: hasMore ? String(end) : null,
			type: 'page_or_data_source',
		});
	}

	#read({ id, markdown }: Stored): Response {
		this.reads.push(id);
		const body = { object: 'page_markdown', id, markdown, truncated: false, unknown_block_ids: [] };
		return this.turnedAwayReads.answer(id, RATE_LIMITED) ?? json(body);
	}

	#update(page: Stored, body: unknown): Response {
		const turnedAway = this.turnedAwayWrites.answer(page.id, RATE_LIMITED);
		if (turnedAway !== undefined) return turnedAway;
		const values: Record<string, unknown> = {};
		for (const [name, property] of Object.entries(Object(Object(body).properties))) {
			const type = COLUMNS[name];
			if (type === undefined || Object(property)[type] === undefined) {
				return refusal(400, 'validation_error', `${name} is not a property that exists.`);
			}
			values[name] = readValue(type, Object(property)[type]);
		}
		page.values = { ...page.values, ...values };
		this.writes.push({ id: page.id, values });
		return json(this.#resource(page));
	}

	#resource({ id, title, values, createdAt }: Stored): object {
		const created = new Date(createdAt);
		// To the minute, as Notion says it.
		created.setUTCSeconds(0, 0);
		const all: Readonly<Record<string, unknown>> = { ...values, Name: title };
		return {
			object: 'page',
			id,
			created_time: created.toISOString(),
			last_edited_time: created.toISOString(),
			archived: false,
			parent: { type: 'data_source_id', data_source_id: this.dataSourceId },
			url: `https://www.notion.com/${id.replaceAll('-', '')}`,
			properties: Object.fromEntries(
				Object.entries(COLUMNS).map(([name, type]) => [
					name,
					{ id: name, type, [type]: writeValue(type, all[name]) },
				]),
			),
		};
	}
}

/** A filter that we do not know is an error: it would find everything. */
function matches(filter: unknown, { values, createdAt }: Stored): boolean {
	if (filter === undefined) return true;
	const { property, select, timestamp, created_time: created } = Object(filter);
	if (select?.is_empty === true) return (values[String(property)] ?? null) === null;
	if (timestamp === 'created_time' && typeof created?.on_or_after === 'string') {
		return createdAt >= Date.parse(created.on_or_after);
	}
	throw new Error(`The Notion stand-in does not know the filter ${JSON.stringify(filter)}`);
}

function readValue(type: string, value: unknown): unknown {
	switch (type) {
		case 'select':
			return Object(value).name ?? null;
		case 'rich_text':
			return [value].flat().map(textOf).join('');
		default:
			return value;
	}
}

function textOf(part: unknown): string {
	return String(Object(Object(part).text).content ?? '');
}

function writeValue(type: string, value: unknown): unknown {
	switch (type) {
		case 'select':
			return typeof value === 'string' ? { id: value, name: value, color: 'default' } : null;
		case 'rich_text':
		case 'title': {
			if (typeof value !== 'string' || value === '') return [];
			return [{ type: 'text', text: { content: value, link: null }, plain_text: value }];
		}
		default:
			return value ?? null;
	}
}

function refusal(status: number, code: string, message: string): Response {
	return json({ object: 'error', status, code, message }, status);
}
