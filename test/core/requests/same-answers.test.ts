import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { submit, type PlanInput, type Row, type Task } from '../../../core';
import { closeLocalConnections, connectLocally } from '../../../harness/local-connection';
import { readRound } from '../../support/core/rounds';
import { linesOf, planOf } from '../../support/core/samples';

afterEach(closeLocalConnections);

interface Mail {
	readonly id: string;
	readonly subject: string;
	readonly text?: string;
	readonly html?: string;
}

const MAILS: readonly Mail[] = JSON.parse(
	readFileSync(join(__dirname, '../../../workflows/samples/inbox.json'), 'utf8'),
);
const INBOX: readonly Row[] = MAILS.map(({ id, subject, text, html }) => ({
	id,
	text: text === undefined || text === '' ? (html ?? '') : text,
	kept: { subject },
}));

const LABELS: Task = {
	kind: 'categorize',
	multiple: false,
	noMatch: 'other',
	categories: [
		{ name: 'Invoice', description: 'bills, payments, reminders, amounts due', value: 'Label_1' },
		{ name: 'Meeting', description: 'asks for or moves an appointment, call or date' },
		{ name: 'Support', description: 'something does not work, errors, help wanted' },
		{ name: 'Newsletter', description: 'advertising, offers, news, unsubscribe' },
	],
};
const TASKS: readonly Task[] = [
	LABELS,
	{ ...LABELS, multiple: true, noMatch: 'fail' },
	{ kind: 'summarize', length: 'short', style: 'actions' },
	{
		kind: 'extract',
		fields: [
			{ name: 'id', type: 'text' },
			{ name: 'row', type: 'text' },
			{ name: 'deadline', type: 'date' },
			{ name: 'amount', type: 'number' },
			{ name: 'next steps', type: 'list' },
		],
	},
	{
		kind: 'custom',
		prompt: 'Rate the mail.',
		schema: {
			type: 'object',
			properties: { tone: { type: 'string', enum: ['calm', 'angry'] }, gist: { type: 'string' } },
		},
	},
];

async function answer(changes: Partial<PlanInput>) {
	const local = connectLocally();
	const made = planOf({ rows: INBOX, emptyText: 'skip', ...changes });
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	const { outcomes } = await readRound(local, job);
	return {
		made,
		lines: local.server.stats().linesAccepted,
		bare: outcomes.map((outcome) => ({ ...outcome, usage: undefined })),
		inputTokens: outcomes.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0), 0),
	};
}

describe('the 200 mails of the sample inbox', () => {
	it.each(TASKS)('get the same outcomes packed as one by one ($kind)', async (task) => {
		const alone = await answer({ task });
		const packed = await answer({ task, packing: 'automatic' });
		expect(packed.bare).toEqual(alone.bare);
		expect(packed.bare.filter(({ outcome }) => outcome === 'succeeded').length).toBeGreaterThan(90);
		expect(alone.lines).toBe(alone.made.rowCount - alone.made.skipped.length);
		expect(packed.lines).toBe(packed.made.requestCount);
		expect(packed.lines).toBeLessThan(alone.lines / 4);
		expect(packed.inputTokens).toBeLessThan(alone.inputTokens * 0.8);
	});

	it('take as many tokens as the estimate says, packed and one by one', () => {
		for (const packing of ['off', 'automatic'] as const) {
			const { shards, estimate } = planOf({
				rows: INBOX,
				task: LABELS,
				emptyText: 'skip',
				packing,
			});
			const tokens = shards
				.flatMap(({ input }) => linesOf(input))
				.map((line): { readonly body: Record<string, unknown> } => JSON.parse(JSON.stringify(line)))
				.flatMap(({ body: { instructions, input, text } }) => [
					String(instructions),
					String(input),
					JSON.stringify(Object(text).format.schema),
				])
				.reduce((sum, part) => sum + countTokens(part), 0);
			expect(tokens).toBeGreaterThan(estimate.inputTokens.low);
			expect(tokens).toBeLessThan(estimate.inputTokens.high);
		}
	});
});
