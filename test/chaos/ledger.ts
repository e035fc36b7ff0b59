import {
	isJsonObject,
	parseJson,
	readList,
	readObject,
	type Transport,
	readString,
} from '../../core';
import { readText } from '../../core/calls/send';

/** What the provider holds of one batch, read with nothing of ours but the transport. */
export interface LedgerBatch {
	readonly id: string;
	readonly status: string;
	readonly job: string;
	readonly round: number;
	readonly shard: string;
	/** Request ids in its input file. */
	readonly sent: readonly string[];
	/** Request ids with an answer that a model finished. */
	readonly answered: ReadonlySet<string>;
}

export async function readLedger(transport: Transport): Promise<readonly LedgerBatch[]> {
	const ledger: LedgerBatch[] = [];
	for (const entry of await listAll(transport)) {
		const batch = readObject(entry) ?? {};
		const metadata = readObject(batch['metadata']) ?? {};
		ledger.push({
			id: String(batch['id']),
			status: String(batch['status']),
			job: String(metadata['offpeak_job']),
			round: Number(metadata['offpeak_round']),
			shard: String(metadata['offpeak_shard']),
			sent: idsOf(await linesOf(transport, batch['input_file_id'])),
			answered: new Set(
				idsOf((await linesOf(transport, batch['output_file_id'])).filter(isFinished)),
			),
		});
	}
	return ledger;
}

async function listAll(transport: Transport): Promise<readonly unknown[]> {
	const entries: unknown[] = [];
	for (let after = {}; ; ) {
		const page = readObject(
			parseJson(await read(transport, '/batches', { limit: '100', ...after })),
		);
		entries.push(...(readList(page?.['data']) ?? []));
		if (page?.['has_more'] !== true) return entries;
		after = { after: String(page['last_id']) };
	}
}

async function read(
	transport: Transport,
	path: string,
	query: Readonly<Record<string, string>> = {},
): Promise<string> {
	const { status, body } = await transport({ method: 'GET', path, query });
	const text = await readText(body);
	if (status !== 200) throw new Error(`GET ${path} gave ${status}`);
	return text;
}

async function linesOf(transport: Transport, fileId: unknown): Promise<readonly unknown[]> {
	if (typeof fileId !== 'string') return [];
	const text = await read(transport, `/files/${fileId}/content`);
	return text.split('\n').map((line) => parseJson(line));
}

function idsOf(lines: readonly unknown[]): readonly string[] {
	return lines.flatMap((line) => readString(readObject(line)?.['custom_id']) ?? []);
}

/** In both wires: status 200, ended by itself, and no refusal. */
function isFinished(line: unknown): boolean {
	const response = readObject(readObject(line)?.['response']);
	const body = response?.['body'];
	if (response?.['status_code'] !== 200 || !isJsonObject(body)) return false;
	const text = JSON.stringify(body);
	const isWhole = body['status'] === 'completed' || text.includes('"finish_reason":"stop"');
	return isWhole && !/"refusal":"/.test(text);
}
