import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { HttpRequest, HttpResponse, Transport } from '../../core';
import { parseJson, readList, readObject, readString } from '../../core/formats/json';
import { replyTo, type Ending, type Unit } from './model';

export const MADE_UP_KEY = 'made-up-key';

interface MadeUpJob {
	readonly id: string;
	readonly units: readonly Unit[];
	readonly made: number;
	stage: 'working' | 'stopping' | 'closed';
	closed?: number;
}

interface Call {
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly key: string | undefined;
	readonly body: string;
}

interface Answer {
	readonly status: number;
	readonly body: string;
}

/**
 * The server at the other end of the made-up wire: strict about what it takes, and with a model that finds the
 * category whose name is in the text.
 */
export class MadeUpServer {
	readonly calls: string[] = [];
	/** Units that were ever taken, by key, and how often. */
	readonly bought = new Map<string, number>();
	readonly jobs: MadeUpJob[] = [];
	/** How the units of the next jobs end, by key; well unless told otherwise. */
	readonly endings = new Map<string, Ending>();
	/** What happens to the next calls that make a job. */
	readonly creates: ('fine' | 'lose' | 'drop' | 'busy')[] = [];

	constructor(private readonly now: () => number) {}

	readonly transport: Transport = async (request) => await this.#send(request, MADE_UP_KEY);

	/** Ends all jobs: units without an ending of their own end well. */
	finish(): void {
		for (const job of this.jobs) this.#close(job);
	}

	async listen(): Promise<{ readonly url: string; readonly server: Server }> {
		const server = createServer((incoming, outgoing) => {
			const chunks: Buffer[] = [];
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('end', () => {
				const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://made-up');
				const key = incoming.headers['x-made-up-key'];
				const answer = this.#answer({
					method: incoming.method ?? '',
					path: pathname.replace(/^\/v9/, ''),
					query: Object.fromEntries(searchParams),
					key: typeof key === 'string' ? key : undefined,
					body: Buffer.concat(chunks).toString('utf8'),
				});
				if (answer === undefined) outgoing.destroy();
				else outgoing.writeHead(answer.status).end(answer.body);
			});
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
		return { url: `http://127.0.0.1:${port}/v9`, server };
	}

	async #send(request: HttpRequest, key: string): Promise<HttpResponse> {
		await Promise.resolve();
		const answer = this.#answer({
			...{ method: request.method, path: request.path, query: request.query ?? {}, key },
			body: Buffer.concat(request.body?.chunks ?? []).toString('utf8'),
		});
		if (answer === undefined) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
		return { status: answer.status, headers: {}, body: bytesOf(answer.body) };
	}

	/** `undefined` when the line goes dead. */
	#answer(call: Call): Answer | undefined {
		this.calls.push(`${call.method} ${call.path}`);
		if (call.key !== MADE_UP_KEY) return refusal(401, 'who', 'No such key.');
		const [, kind, id = '', rest] = call.path.split('/');
		const job = this.jobs.find((known) => known.id === decodeURIComponent(id));
		switch (`${call.method} ${kind}${rest === undefined ? '' : ` ${rest}`}`) {
			case 'POST jobs':
				return this.#create(call);
			case 'GET jobs':
				if (id === '') return this.#list(call.query['behind']);
				return job === undefined ? unknown() : ok(this.#show(job));
			case 'POST jobs stop':
				if (job === undefined) return unknown();
				this.#stop(job);
				return ok(this.#show(job));
			case 'GET jobs answers':
				return job?.stage === 'closed' ? { status: 200, body: linesOf(job) } : unknown();
			case 'POST ask':
				return ok(replyTo({ key: '', ask: readObject(parseJson(call.body)) ?? {} }));
			case 'GET engines':
				return ok({ engines: ['small', 'large'] });
			default:
				return unknown();
		}
	}

	#create(call: Call): Answer | undefined {
		const fault = this.creates.shift();
		if (fault === 'busy') return refusal(429, 'busy', 'Too many jobs at once.');
		if (fault === 'drop') return undefined;
		const units = readUnits(call.body);
		if (typeof units === 'string') return refusal(400, 'wrong', units);
		const job: MadeUpJob = {
			id: `mj_${this.jobs.length + 1}`,
			units: units.map((unit) => ({ ...unit, ...this.#endingOf(unit) })),
			made: this.now(),
			stage: 'working',
		};
		this.jobs.unshift(job);
		for (const { key } of units) this.bought.set(key, (this.bought.get(key) ?? 0) + 1);
		return fault === 'lose' ? undefined : ok(this.#show(job));
	}

	#endingOf({ key }: Unit): Pick<Unit, 'ending'> {
		const ending = this.endings.get(key);
		return ending === undefined ? {} : { ending };
	}

	#list(behind: string | undefined): Answer {
		const from = this.jobs.findIndex(({ id }) => id === behind) + 1;
		const page = this.jobs.slice(from, from + 2);
		return ok({
			jobs: page.map((job) => this.#show(job)),
			more: from + page.length < this.jobs.length,
		});
	}

	#stop(job: MadeUpJob): void {
		if (job.stage === 'closed') return;
		for (const unit of job.units) unit.ending ??= 'stopped';
		this.#close(job);
	}

	#close(job: MadeUpJob): void {
		if (job.stage === 'closed') return;
		for (const unit of job.units) unit.ending ??= 'good';
		job.stage = 'closed';
		job.closed = this.now();
	}

	#show({ id, units, made, stage, closed }: MadeUpJob): Readonly<Record<string, unknown>> {
		const count = (...endings: readonly Ending[]): number =>
			stage === 'closed'
				? units.filter(({ ending = 'good' }) => endings.includes(ending)).length
				: 0;
		return {
			job: id,
			stage,
			tally: {
				open: stage === 'closed' ? 0 : units.length,
				good: count('good', 'cut', 'refused'),
				bad: count('bad'),
				stopped: count('stopped'),
				late: count('late'),
			},
			made: new Date(made).toISOString(),
			closes: new Date(made + 86_400_000).toISOString(),
			closed: closed === undefined ? null : new Date(closed).toISOString(),
		};
	}
}

function readUnits(body: string): readonly Unit[] | string {
	const units = readList(readObject(parseJson(body))?.['units']);
	if (units === undefined) return 'The body is no list of units.';
	const keys = new Set<string>();
	const read: Unit[] = [];
	for (const entry of units) {
		const key = readString(readObject(entry)?.['unit_key']) ?? '';
		const ask = readObject(readObject(entry)?.['ask']);
		if (!/^[A-Za-z0-9_-]{1,64}$/.test(key) || keys.has(key)) return `"${key}" is no unit_key.`;
		if (typeof ask?.['engine'] !== 'string' || typeof ask['room'] !== 'number') {
			return `The unit ${key} lacks its engine or its room.`;
		}
		keys.add(key);
		read.push({ key, ask });
	}
	return read;
}

/** In no order that anybody could rely on. */
function linesOf({ units }: MadeUpJob): string {
	return [...units]
		.sort((a, b) => (a.key + a.key).slice(1).localeCompare((b.key + b.key).slice(1)))
		.reverse()
		.map((unit) => JSON.stringify({ unit_key: unit.key, ...resultOf(unit) }))
		.map((line) => `${line}\n`)
		.join('');
}

function resultOf(unit: Unit): Readonly<Record<string, unknown>> {
	switch (unit.ending) {
		case 'bad':
			return { came: 'bad', why: { kind: 'overloaded', words: 'The engine was overloaded.' } };
		case 'stopped':
		case 'late':
			return { came: unit.ending };
		default:
			return { came: 'good', reply: replyTo(unit) };
	}
}

function ok(value: unknown): Answer {
	return { status: 200, body: JSON.stringify(value) };
}

function refusal(status: number, type: string, message: string): Answer {
	return { status, body: JSON.stringify({ error: { type, message } }) };
}

function unknown(): Answer {
	return refusal(404, 'unknown', 'Nothing of that name.');
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
	yield new TextEncoder().encode(text);
}
