import type { CredentialJson } from '../real-n8n';
import { json, type StandIn } from '.';
import { TurnedAway } from './turned-away';

/** The name that n8n itself proposes for a Todoist credential. */
export const TODOIST_CREDENTIAL: CredentialJson = {
	name: 'Todoist account',
	type: 'todoistApi',
	data: { apiKey: 'stand-in' },
};

const TASKS = '/api/v1/tasks';
const USUAL_IN_A_LIST = 50;
const MOST_IN_A_LIST = 200;

export interface TodoistTask {
	readonly id: string;
	readonly content: string;
	readonly description: string;
	readonly labels: readonly string[];
}

/**
 * Todoist's API v1 as n8n's Todoist node 2.2 asks for it: tasks, all or by filter, with a cursor, and update. Written
 * from what that node sends and from https://developer.todoist.com/api/v1/ (2026-11-23).
 */
export class TodoistStandIn implements StandIn {
	readonly hosts = ['api.todoist.com'];
	/** The id of each task that was written, as often as it was. */
	readonly writes: string[] = [];
	readonly turnedAwayWrites = new TurnedAway();
	lists = 0;
	readonly #tasks = new Map<string, TodoistTask>();

	add(task: TodoistTask): void {
		this.#tasks.set(task.id, task);
	}

	get(id: string): TodoistTask | undefined {
		return this.#tasks.get(id);
	}

	async fetch(request: Request): Promise<Response | undefined> {
		if (request.headers.get('authorization') !== 'Bearer stand-in')
			return refusal(401, 'Forbidden');
		const { pathname, searchParams } = new URL(request.url);
		if (request.method === 'GET' && [TASKS, `${TASKS}/filter`].includes(pathname)) {
			return this.#list(searchParams);
		}
		const task = this.#tasks.get(pathname.slice(TASKS.length + 1));
		if (request.method !== 'POST' || task === undefined) return undefined;
		return this.#update(task, await request.json());
	}

	#list(query: URLSearchParams): Response {
		this.lists += 1;
		const filter = query.get('query');
		const left = filter === null ? undefined : withoutLabel(filter);
		const found = [...this.#tasks.values()].filter(
			({ labels }) => left === undefined || !labels.includes(left),
		);
		const first = Number(query.get('cursor') ?? 0);
		const size = Math.min(Number(query.get('limit') ?? USUAL_IN_A_LIST), MOST_IN_A_LIST);
		const end = first + size;
		return json({
			results: found.slice(first, end).map((task) => ({ ...task, priority: 1, checked: false })),
			next_cursor: end < found.length ? String(end) : null,
		});
	}

	#update(task: TodoistTask, body: unknown): Response {
		const turnedAway = this.turnedAwayWrites.answer(task.id, { error: 'Too many requests' });
		if (turnedAway !== undefined) return turnedAway;
		const { description = task.description, labels = task.labels } = Object(body);
		if (typeof description !== 'string' || !isTexts(labels))
			return refusal(400, 'Invalid argument');
		const updated = { ...task, description, labels };
		this.#tasks.set(task.id, updated);
		this.writes.push(task.id);
		return json(updated);
	}
}

/** `!@label`. A filter that we do not know is an error: it would find everything. */
function withoutLabel(filter: string): string {
	const label = /^!@(\w+)$/.exec(filter)?.[1];
	if (label !== undefined) return label;
	throw new Error(`The Todoist stand-in does not know the filter ${filter}`);
}

function isTexts(value: unknown): value is readonly string[] {
	return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function refusal(status: number, error: string): Response {
	return json({ error, http_code: status }, status);
}
