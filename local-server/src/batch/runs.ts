import { ENDPOINTS, type SteadyAnswerer } from '../answerer';
import { pause, type Slots, type Work } from '../work/clock';
import { refusalOf } from '../http/model-request';
import type { Faults } from '../faults/faults';
import { strikeAnswer } from '../faults/lines';
import { responseUsage } from '../http/usage';
import { inputHash, type Bought, type Counters } from '../work/stats';
import { TERMINAL, type BatchStatus, type BatchStore, type StoredBatch } from '../store/batches';
import { transaction } from '../store/database';
import { waitOf, type Offer, type Wait } from '../work/waits';
import { finishAnswerLine } from './answer-line';
import { checkInput } from './check-input';
import { readLine } from './check-line';
import { inputLines, type InputLine } from './input-lines';
import { writeOutput, type OutputStores, type RestReason } from './output';

export interface RunDeps extends OutputStores, Offer {
	readonly batches: BatchStore;
	readonly work: Work;
	readonly slots: Slots;
	readonly faults: Faults;
	readonly counters: Counters;
	readonly answerer: SteadyAnswerer;
	readonly concurrency: number;
	readonly phaseMs: number;
	readonly seconds: () => number;
	readonly closing: AbortSignal;
}

type Stop = 'closing' | 'cancelled' | 'expired';

/** Takes every batch through its life. Each step is one commit, so a restart goes on from the last one. */
export class BatchRuns {
	private readonly cancelled = new Set<string>();

	constructor(private readonly deps: RunDeps) {}

	start(id: string): void {
		this.deps.work.start(id, () => this.run(id));
	}

	resume(): void {
		for (const id of this.deps.batches.open()) this.start(id);
	}

	/** False when the batch is past the point where it can be cancelled. */
	cancel(id: string): boolean {
		const { batches } = this.deps;
		const moved = (['validating', 'in_progress'] as const).some((from) =>
			batches.move(id, from, 'cancelling'),
		);
		if (moved) {
			this.cancelled.add(id);
			this.start(id);
		}
		return moved;
	}

	/** What each open batch waits for that the answerer of now must not answer. */
	waits(): readonly Wait[] {
		const { batches } = this.deps;
		return batches.open().flatMap((id) => this.waitOf(batches.get(id)) ?? []);
	}

	/** One that is cancelled or out of time ends with what it has, whoever answers now. */
	waitOf(batch: StoredBatch): Wait | undefined {
		const answers = batch.status === 'validating' || batch.status === 'in_progress';
		return answers && this.stop(batch) === undefined ? waitOf(batch, this.deps) : undefined;
	}

	private async run(id: string): Promise<void> {
		const { batches, closing, faults, files } = this.deps;
		for (;;) {
			const batch = batches.get(id);
			if (closing.aborted) return;
			if (TERMINAL.has(batch.status)) break;
			if (this.waitOf(batch) || faults.ofBatch(id)?.stuckAt === batch.status) return;
			if (batch.status === 'validating') await this.validate(batch);
			else if (batch.status === 'in_progress') await this.answer(batch);
			else await this.finish(batch);
		}
		this.cancelled.delete(id);
		files.purge();
	}

	private async validate(batch: StoredBatch): Promise<void> {
		const { batches, closing, counters, faults, files, models, phaseMs } = this.deps;
		await pause(phaseMs, closing);
		const purchases: Bought[] = [];
		const verdict = await checkInput(files, batch.inputSeq, {
			endpoint: batch.endpoint,
			models,
			stopped: () => this.stop(batch) !== undefined,
			seen: ({ customId, body }) => {
				if (!counters.countsPurchases) return;
				purchases.push({ customId, endpoint: batch.endpoint, input: inputHash(body) });
			},
		});
		if (verdict.kind === 'stopped') {
			if (this.stop(batch) === 'expired') await this.finish(batch, 'expired');
			return;
		}
		const wanted = faults.ofBatch(batch.id)?.failBatch;
		if (verdict.kind === 'refused' || wanted) {
			const data =
				verdict.kind === 'refused' ? verdict.errors : [{ ...wanted, param: null, line: null }];
			const errors = JSON.stringify({ object: 'list', data });
			batches.move(batch.id, 'validating', 'failed', { errors });
			return;
		}
		const { model, total } = verdict;
		if (batches.move(batch.id, 'validating', 'in_progress', { model, total })) {
			counters.linesBought(total, purchases);
		}
	}

	private stop(batch: StoredBatch): Stop | undefined {
		if (this.deps.closing.aborted) return 'closing';
		if (this.cancelled.has(batch.id)) return 'cancelled';
		return this.deps.seconds() >= batch.expiresAt ? 'expired' : undefined;
	}

	private async answer(batch: StoredBatch): Promise<void> {
		const { batches, concurrency, faults, slots } = this.deps;
		const lines = this.pending(batch);
		const most = faults.ofBatch(batch.id)?.expireAfter ?? Infinity;
		let taken = 0;
		let stop: Stop | undefined;
		const answerNext = async (): Promise<boolean> => {
			stop ??= this.stop(batch);
			if (stop === undefined && taken >= most) stop = 'expired';
			const next = stop === undefined ? lines.next() : undefined;
			if (next === undefined || next.done === true) return false;
			taken += 1;
			await this.answerLine(batch, next.value);
			return true;
		};
		const answerMany = async (): Promise<void> => {
			while (await slots.run(answerNext));
		};
		await Promise.all(Array.from({ length: concurrency }, answerMany));
		const { counts } = batches.get(batch.id);
		if (stop === undefined && counts.completed + counts.failed !== counts.total) {
			throw new Error(`${batch.id} has lines that nobody answered`);
		}
		if (stop === undefined) batches.move(batch.id, 'in_progress', 'finalizing');
		else if (stop === 'expired') await this.finish(batch, 'expired');
	}

	private *pending(batch: StoredBatch): Generator<InputLine, undefined> {
		const { answers, files } = this.deps;
		const answered = new Set(answers.answered(batch.seq));
		for (const line of inputLines(files, batch.inputSeq)) {
			if (!answered.has(line.n)) yield line;
		}
	}

	private async answerLine(batch: StoredBatch, { n, bytes }: InputLine): Promise<void> {
		const { answerer, answers, faults, models } = this.deps;
		const line = readLine(bytes);
		const endpoint = ENDPOINTS.get(batch.endpoint);
		if (line === undefined || endpoint === undefined) {
			throw new Error(`Line ${n + 1} of ${batch.id} passed validation and cannot be read`);
		}
		const refusal = refusalOf(endpoint, line.body, models);
		const answer = refusal ?? (await answerer({ endpoint, body: line.body }));
		if (answer === undefined) return;
		const place = { batchSeq: batch.seq, endpoint, n, customId: line.customId };
		const struck = strikeAnswer(faults.ofBatch(batch.id), place, answer);
		await answers.keep(finishAnswerLine(place, struck));
	}

	/** Writes the files and ends the batch: completed or cancelled after its status, or expired. */
	private async finish(batch: StoredBatch, ending?: 'expired'): Promise<void> {
		const { answers, batches, closing, database, faults, phaseMs } = this.deps;
		if (ending === undefined) await pause(phaseMs, closing);
		if (closing.aborted) return;
		const to: BatchStatus = ending ?? (batch.status === 'cancelling' ? 'cancelled' : 'completed');
		// Cancelled or expired while validating: nothing was accepted, so there is no rest to report.
		const rest = batch.counts.total > 0 ? REST[to] : undefined;
		const written = await writeOutput(this.deps, batch, rest, faults.ofBatch(batch.id));
		transaction(database, () => {
			const moved = batches.move(batch.id, batch.status, to, {
				usage: JSON.stringify(responseUsage(answers.usage(batch.seq))),
				outputFileId: written.output?.id ?? null,
				errorFileId: written.errors?.id ?? null,
			});
			// A cancel came while the files of an expired batch were written: they are written anew.
			if (!moved) return;
			answers.lose(batch.seq, written.lost);
			written.output?.publish(batch.outputExpiresSeconds ?? OUTPUT_SECONDS);
			written.errors?.publish(batch.outputExpiresSeconds ?? OUTPUT_SECONDS);
			answers.drop(batch.seq);
		});
	}
}

const OUTPUT_SECONDS = 30 * 86_400;
const REST: Readonly<Partial<Record<BatchStatus, RestReason>>> = {
	expired: 'batch_expired',
	cancelled: 'batch_cancelled',
};
