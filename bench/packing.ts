import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import {
	PROVIDERS,
	collect,
	join,
	plan,
	poll,
	readList,
	readObject,
	submit,
	type CategorizeTask,
	type Packing,
	type Row,
} from '../core';
import { priceOf, ratesOf, type Tier } from '../core/cost/rates';
import { createDemoAnswerer } from '../local-server/src';
import { closeLocalConnections, connectLocally } from '../harness/local-connection';
import { readInbox } from './inbox';
import { randomOf } from './rows';
import { align, mark } from './table';
import { BASE_URL, LABEL } from './task';

/**
 * What packing saves: short texts one by one at the normal price, as a batch, and packed. Requests and answers
 * are counted with a real tokenizer; the answers are the demo's. Prices are those of the table that we ship.
 */
const TASKS = 500;
const GOAL = 0.25;
const PROVIDER = PROVIDERS.openai;
const MODELS = ['gpt-4.1-mini', 'gpt-6-luna'] as const;

const TASK: CategorizeTask = {
	kind: 'categorize',
	multiple: false,
	noMatch: 'other',
	categories: [
		{ name: 'Finance', description: 'invoices, taxes, budget, bank, expenses and refunds' },
		{ name: 'Sales', description: 'leads, offers, quotes, follow-ups with customers' },
		{ name: 'Support', description: 'tickets, complaints, bugs that customers report' },
		{ name: 'Product', description: 'features, roadmap, design, specifications' },
		{ name: 'Engineering', description: 'code, deployments, servers, tests, reviews' },
		{ name: 'Hiring', description: 'applications, interviews, onboarding, contracts' },
		{ name: 'Marketing', description: 'posts, newsletter, website texts, campaigns' },
		{ name: 'Legal', description: 'contracts, privacy, terms, trademarks' },
		{ name: 'Travel', description: 'flights, hotels, trains, visas' },
		{ name: 'Health', description: 'doctor, dentist, sports, medicine' },
		{ name: 'Home', description: 'repairs, shopping, cleaning, garden' },
		{ name: 'Family', description: 'birthdays, school, children, presents' },
	],
};

interface Way {
	readonly name: string;
	readonly tier: Tier;
	readonly packing: Packing;
}

const upTo = (rows: number): Packing => ({ rows, longestText: 1_500, allTexts: 12_000 });
const WAYS: readonly Way[] = [
	{ name: 'one by one, now', tier: 'standard', packing: 'off' },
	{ name: 'batch', tier: 'batch', packing: 'off' },
	{ name: 'batch, packed by 10', tier: 'batch', packing: upTo(10) },
	{ name: 'batch, packed by 20', tier: 'batch', packing: upTo(20) },
];

interface Measured {
	readonly requests: number;
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly categories: readonly unknown[];
}

async function measure(rows: readonly Row[], packing: Packing): Promise<Measured> {
	const demo = createDemoAnswerer({ seconds: () => 0 });
	const tokens = { input: 0, output: 0 };
	const local = connectLocally({
		provider: PROVIDER,
		baseUrl: BASE_URL,
		server: {
			answerer: async (call) => {
				const answer = await demo(call);
				const { instructions, input, text } = call.body;
				const schema = readObject(readObject(readObject(text)?.['format'])?.['schema']);
				for (const part of [instructions, input, JSON.stringify(schema)]) {
					tokens.input += countTokens(String(part));
				}
				tokens.output += countTokens(answerText(answer.body));
				return answer;
			},
		},
	});
	const made = plan({
		rows,
		task: TASK,
		model: 'demo',
		label: LABEL,
		provider: PROVIDER,
		baseUrl: BASE_URL,
		nameRow: String,
		cleanText: true,
		emptyText: 'skip',
		expireAfterSeconds: 86_400,
		packing,
	});
	const { job } = await submit(made, local.connection, { reuseWindowSeconds: 0 });
	await local.server.idle();
	const collected = await collect(await poll(job, local.connection), local.connection);
	await closeLocalConnections();
	return {
		requests: made.requestCount,
		inputTokens: tokens.input,
		outputTokens: tokens.output,
		categories: join(job, collected).map(({ answer }) => answer['category']),
	};
}

/** The texts of a response, as its reader puts them together. */
function answerText(body: unknown): string {
	const output = readList(readObject(body)?.['output']) ?? [];
	return output
		.flatMap((item) => readList(readObject(item)?.['content']) ?? [])
		.map((part) => String(readObject(part)?.['text'] ?? ''))
		.join('');
}

function usdOf({ inputTokens, outputTokens }: Measured, model: string, tier: Tier): number {
	const rates = ratesOf(PROVIDER, model, tier);
	const usage = { inputTokens, cachedTokens: 0, outputTokens };
	return rates === undefined ? Number.NaN : priceOf(usage, rates, false);
}

async function compare(title: string, rows: readonly Row[]): Promise<readonly number[]> {
	const measured: (Measured & Way)[] = [];
	for (const way of WAYS) measured.push({ ...way, ...(await measure(rows, way.packing)) });
	const [first] = measured;
	if (first === undefined) return [];
	const ratioOf = (entry: Measured & Way, model: string): number =>
		usdOf(entry, model, entry.tier) / usdOf(first, model, first.tier);
	const lines = measured.map((entry) => [
		entry.name,
		count(entry.requests),
		count(entry.inputTokens),
		count(entry.outputTokens),
		...MODELS.flatMap((model) => [
			`$${usdOf(entry, model, entry.tier).toFixed(4)}`,
			`${ratioOf(entry, model).toFixed(3)} ×`,
		]),
		`${entry.categories.filter((name, row) => name !== undefined && name === first.categories[row]).length} of ${rows.length}`,
	]);
	const heads = MODELS.flatMap((model) => [model, '']);
	const head = ['', 'requests', 'input tokens', 'output tokens', ...heads, 'same answer'];
	print(`${title}\n${align([head, ...lines])}\n`);
	return MODELS.map((model) => Math.min(...measured.map((entry) => ratioOf(entry, model))));
}

const THINGS: readonly string[] = [
	'Send the quote to Anna Keller',
	'Book a flight to Lisbon for the fair',
	'Pay the invoice of the printing house',
	'Answer the complaint about the broken vase',
	'Review the code of the new export',
	'Call the dentist about the appointment',
	'Write the newsletter for March',
	'Prepare the interview with the designer',
	'Buy a present for the birthday',
	'Check the privacy terms of the tool',
	'Fix the failing test on the build server',
	'Repair the garden door',
	'Collect ideas for the roadmap',
	'Renew the trademark',
	'Water the plants',
];
const WHEN: readonly string[] = ['', ' today', ' by Friday', ' next week', ' before the holidays'];

function makeTasks(): readonly Row[] {
	const random = randomOf(20_261_124);
	const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
	return Array.from({ length: TASKS }, (_, row) => ({
		text: `${pick(THINGS)}${pick(WHEN)} (#${row + 1})`,
	}));
}

function count(value: number): string {
	return value.toLocaleString('en-US');
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
	print('Without what a model thinks, and without what a provider may take off for its cache.\n');
	const best = await compare(`${TASKS} short tasks, 12 described labels`, makeTasks());
	const isMet = best.every((ratio) => ratio <= GOAL);
	print(`${mark(isMet)} short tasks cost ≤ ${GOAL} × one by one\n`);
	const inbox = (await readInbox()).map((text) => ({ text }));
	await compare(`The sample inbox: ${inbox.length} mails with a text, the same labels`, inbox);
}

// A benchmark is never a test: what goes wrong is said, and the exit code stays 0.
main().catch((error: unknown) => print(`The benchmark stopped: ${String(error)}`));
