import { closeHosts, startHost } from '../support/nodes/host';
import {
	DONE,
	FAILED,
	POLL,
	SELF_LOOP,
	SUBMIT,
	pollNode,
	submitNode,
} from '../support/nodes/canvas';
import { run } from '../support/nodes/run';
import { readInbox } from '../../harness/zap-runner/inbox';
import { closeScenes, startScene } from '../../harness/zap-runner/scene';
import { rowsIn } from '../../harness/zap-runner/zap';

afterEach(async () => {
	await closeHosts();
	await closeScenes();
});

const CATEGORIES = [
	{ name: 'Invoice', description: 'bills, payment reminders, receipts', value: 'Label_1' },
	{ name: 'Meeting', description: 'appointments, calendar, calls', value: 'Label_2' },
	{ name: 'Newsletter', description: 'mailings, offers, unsubscribe', value: '' },
];

/** What both hosts must agree on, whatever they call it. */
interface Answer {
	readonly id: unknown;
	readonly subject: unknown;
	readonly from: unknown;
	readonly category: unknown;
	readonly value: unknown;
	readonly confidence: unknown;
	readonly reason: unknown;
	readonly outcome: unknown;
}

async function answersOfN8n(): Promise<readonly Answer[]> {
	const host = await startHost({ holdAnswers: true });
	const items = readInbox().map(({ id, subject, from, text }) => ({ id, subject, from, text }));
	const submit = submitNode({
		categories: { category: CATEGORIES },
		options: {
			rowId: '={{ $json.id }}',
			keepFields: 'these',
			keepFieldNames: 'subject, from',
			emptyText: 'skip',
		},
	});
	const finished = await run(host.engine, {
		items,
		nodes: [submit, pollNode()],
		wires: [[SUBMIT, POLL], SELF_LOOP],
		onPark: async () => await host.finishJobs(),
	});
	return [...finished.jsonOf(POLL, DONE), ...finished.jsonOf(POLL, FAILED)].map((json) => {
		const { id, outcome } = Object(json['_offpeak']);
		return {
			id,
			subject: json['subject'],
			from: json['from'],
			category: json['category'] ?? '',
			value: json['categoryValue'] ?? '',
			confidence: json['confidence'] ?? '',
			reason: json['reason'] ?? '',
			outcome,
		};
	});
}

async function answersOfZapier(): Promise<readonly Answer[]> {
	const scene = await startScene();
	const named = (field: 'description' | 'value') =>
		Object.fromEntries(CATEGORIES.map((category) => [category.name, category[field]]));
	const { handle } = await scene.create('submit_batch', {
		task: 'categorize',
		categories: named('description'),
		category_values: named('value'),
		model: 'demo',
		label: 'Weekly review',
		source: 'items',
		keep_names: ['subject', 'from'],
		rows: readInbox().map(({ id, subject, from, text }) => ({
			row_id: id,
			row_text: text,
			keep_subject: subject,
			keep_from: from,
		})),
	});
	await scene.finishJobs();
	const polled = await scene.create('poll_batch', { batch: handle });
	return [...rowsIn(polled), ...rowsIn(polled, 'failed_rows')].map((row) => ({
		id: row['offpeak_id'],
		subject: row['subject'],
		from: row['from'],
		category: row['category'],
		value: row['category_value'],
		confidence: row['confidence'],
		reason: row['reason'],
		outcome: row['offpeak_outcome'],
	}));
}

it('gives the same rows for the same inbox on n8n and on Zapier', async () => {
	const [n8n, zapier] = await Promise.all([answersOfN8n(), answersOfZapier()]);

	expect(n8n).toHaveLength(200);
	expect(zapier).toEqual(n8n);
}, 60_000);
