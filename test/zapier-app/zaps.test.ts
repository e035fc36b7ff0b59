import {
	CATEGORIZE,
	startScene,
	submitInput,
	type Output,
	type Scene,
} from '../../harness/zap-runner/scene';
import { StepError } from '../../harness/zap-runner/platform';
import { Zap, rowsIn, runSteps } from '../../harness/zap-runner/zap';
import { readInbox, type Mail } from '../../harness/zap-runner/inbox';
import { zapTime } from '../support/zap-time';
import { HOUR_MS, MINUTE_MS } from '../../harness/durations';

/** Whole Zaps, as docs/zapier.md describes them, with stand-ins for Gmail, Sheets and Digest only. */

const time = zapTime();

/** Digest by Zapier: entries are kept, one below the other, and released together. */
class Digest {
	#entries: string[] = [];

	append(entry: string): Output {
		this.#entries.push(entry);
		return {};
	}

	release(): Output {
		const digest = this.#entries.join('\n');
		this.#entries = [];
		return { digest };
	}
}

function entryOf({ id, subject, from, text }: Mail): string {
	return `=== ${id} | subject: ${subject} | from: ${from}\n${text}\n=== end ${id}`;
}

function reviewZap(scene: Scene, sheet: Output[], sent: string[]): Zap {
	return new Zap(scene, {
		trigger: 'batch_completed',
		input: { label: 'Weekly review' },
		steps: [
			{ create: 'poll_batch', input: ({ trigger }) => ({ batch: trigger['id'] }) },
			{
				run: ({ steps: [polled] }) => {
					sheet.push(...rowsIn(polled), ...rowsIn(polled, 'failed_rows'));
					return {};
				},
			},
			{
				run: ({ steps: [polled] }) => {
					sent.push(`${String(polled?.['report_subject'])}\n${String(polled?.['report_html'])}`);
					return {};
				},
			},
		],
	});
}

/** Filter by Zapier: goes on, or ends the run without an error. */
function filter(isMet: boolean): Output {
	if (!isMet) throw new StepError('HaltedError', 'Filtered.', undefined);
	return {};
}

describe('Zaps', () => {
	it('label each new e-mail silently as it arrives', async () => {
		const scene = await startScene();
		const labels: Record<string, unknown> = {};

		for (const mail of readInbox().slice(0, 8)) {
			const run = await runSteps(scene, mail, [
				{
					create: 'categorize_async',
					input: ({ trigger }) => ({
						...CATEGORIZE,
						category_values: { Invoice: 'Label_1', Meeting: 'Label_2', Other: 'Label_3' },
						text: trigger['text'],
						row_id: trigger['id'],
					}),
				},
				{
					run: ({ trigger, steps: [answer] }) => {
						labels[String(trigger['id'])] = answer?.['category'];
						return {};
					},
				},
			]);

			expect([mail.id, run.status, run.message]).toEqual([mail.id, 'success', undefined]);
		}

		expect(Object.keys(labels)).toHaveLength(8);
		expect(Object.values(labels).every((label) => label !== '')).toBe(true);
	}, 30_000);

	it('label an e-mail whose answer came after the step, with Delay and Poll Batch before the Filter', async () => {
		const scene = await startScene({ holdAnswers: true });
		const mail = { id: 'm-1', text: 'An invoice: please pay the bill by Friday.' };
		const labels: unknown[] = [];

		const run = await runSteps(scene, mail, [
			{
				create: 'categorize_async',
				input: ({ trigger }) => ({
					...CATEGORIZE,
					text: trigger['text'],
					row_id: trigger['id'],
					wait_seconds: 0,
				}),
			},
			{
				run: async () => {
					await scene.finishJobs();
					time.pass(5 * MINUTE_MS);
					return {};
				},
			},
			{ create: 'poll_batch', input: ({ steps: [answer] }) => ({ batch: answer?.['handle'] }) },
			{ run: ({ steps }) => filter(rowsIn(steps[2])[0]?.['offpeak_outcome'] === 'succeeded') },
			{
				run: ({ steps }) => {
					labels.push(rowsIn(steps[2])[0]?.['category_value']);
					return {};
				},
			},
		]);

		expect([run.status, labels]).toEqual(['success', ['Label_1']]);
	});

	it('write each row back, and stop at one without an answer', async () => {
		const scene = await startScene();
		const pages: unknown[] = [];
		const zap = new Zap(scene, {
			trigger: 'new_batch_results',
			input: { rows_per_event: 1 },
			steps: [
				{ run: ({ trigger }) => filter(rowsIn(trigger)[0]?.['offpeak_outcome'] === 'succeeded') },
				{
					run: ({ trigger }) => {
						const [row] = rowsIn(trigger);
						pages.push([row?.['offpeak_id'], row?.['category']]);
						return {};
					},
				},
			],
		});
		await zap.turnOn();
		scene.server.faults.add({ batch: { failLines: { customIdPattern: 'm-2', status: 500 } } });
		await scene.create('submit_batch', submitInput());
		await scene.finishJobs();
		time.pass(MINUTE_MS);

		await zap.poll();

		expect(zap.runs.map(({ status }) => status)).toEqual(['success', 'halted', 'success']);
		expect(pages).toEqual([
			['m-1', 'Invoice'],
			['m-3', 'Invoice'],
		]);
	});

	it('review a week: digest on Friday at six, batch, rows into a sheet, report by mail', async () => {
		const scene = await startScene({ holdAnswers: true });
		const sheet: Output[] = [];
		const sent: string[] = [];
		const digest = new Digest();
		const review = reviewZap(scene, sheet, sent);
		await review.turnOn();
		const mails = readInbox();

		for (const mail of mails) {
			await runSteps(scene, mail, [{ run: () => digest.append(entryOf(mail)) }]);
		}
		const friday = await runSteps(scene, {}, [
			{ run: () => digest.release() },
			{
				create: 'submit_batch',
				input: ({ steps: [released] }) => ({
					...CATEGORIZE,
					source: 'text',
					text: released?.['digest'],
					keep_names: ['subject', 'from'],
					label: 'Weekly review',
				}),
			},
		]);
		expect([friday.status, friday.message]).toEqual(['success', undefined]);

		for (let polls = 0; polls < 4; polls += 1) {
			time.pass(15 * MINUTE_MS);
			expect(await review.poll()).toBe(0);
		}
		await scene.finishJobs();
		time.pass(HOUR_MS);
		await review.poll();
		await review.poll();

		expect(review.runs.map(({ status, message }) => [status, message])).toEqual([
			['success', undefined],
		]);
		expect(sheet).toHaveLength(mails.length);
		expect(new Set(sheet.map((row) => row['offpeak_id']))).toEqual(
			new Set(mails.map(({ id }) => id)),
		);
		expect(sheet[0]).toMatchObject({ subject: mails[0]?.subject, category: expect.any(String) });
		expect(sent).toHaveLength(1);
		expect(sent[0]).toContain(`${mails.length} rows`);
		expect(scene.server.stats().batchesCreated).toBe(1);
	}, 60_000);

	it('mail no empty report when a schedule looks before the batch is done', async () => {
		const scene = await startScene({ holdAnswers: true });
		const sent: Output[] = [];
		const { handle } = await scene.create('submit_batch', {
			...CATEGORIZE,
			source: 'list',
			texts: ['please pay the bill'],
			label: 'Weekly review',
		});
		const monday = async () =>
			await runSteps(scene, {}, [
				{ create: 'poll_batch', input: () => ({ batch: handle }) },
				{
					run: ({ steps: [polled] }) => {
						sent.push(Object(polled));
						return {};
					},
				},
			]);

		expect((await monday()).status).toBe('halted');
		expect(sent).toEqual([]);
		await scene.finishJobs();
		expect((await monday()).status).toBe('success');
		expect(sent).toHaveLength(1);
	});
});
