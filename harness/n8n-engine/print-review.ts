import type { IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { billOf, type Bill } from './bill';

export interface ReviewFacts {
	/** HTTP calls by method and path. */
	readonly calls: Readonly<Record<string, number>>;
	readonly milliseconds: number;
	/** Of these, how long the execution slept: parked, with no worker and nobody waiting. */
	readonly parkedMilliseconds: number;
	readonly workflow: string;
}

const SHOWN_ROWS = 10;

/** What a person would want to see of a finished review, on a terminal. */
export function printReview(data: IRunExecutionData, facts: ReviewFacts): void {
	const outputs = data.resultData.runData['Poll Batch']?.at(-1)?.data?.['main'] ?? [];
	const done = outputs[1] ?? [];
	const failed = outputs[2] ?? [];

	heading(`${done.length} e-mails were categorized`);
	for (const [category, count] of countBy(done, (json) => text(json['category']))) {
		console.log(`${String(count).padStart(5)}  ${category.padEnd(24)}${'█'.repeat(count)}`);
	}

	heading('Ten of them, each with its own fields again');
	const step = Math.max(1, Math.floor(done.length / SHOWN_ROWS));
	for (const { json } of done.filter((_, index) => index % step === 0).slice(0, SHOWN_ROWS)) {
		const confidence = Number(json['confidence']).toFixed(2);
		console.log(
			`${fit(text(json['date']), 10)}  ${fit(sender(text(json['from'])), 20)}  ${fit(text(json['subject']), 34)}  ${fit(text(json['category']), 22)} ${confidence}`,
		);
	}

	heading(`${failed.length} got no answer`);
	for (const { json } of failed) {
		const record: IDataObject = Object(json['_offpeak']);
		console.log(
			`${fit(text(json['subject']), 34)}  ${text(record['outcome'])}: ${text(record['reason'])}`,
		);
	}

	heading('What it took');
	for (const [call, count] of Object.entries(facts.calls)) {
		console.log(`${String(count).padStart(5)}  ${call}`);
	}
	const wall = (facts.milliseconds / 1000).toFixed(1);
	const handsOff = (facts.parkedMilliseconds / 1000).toFixed(1);
	console.log(
		`\n${done.length + failed.length} of ${done.length + failed.length} e-mails came back, in ${wall} s.`,
	);
	console.log(
		`For ${handsOff} s of them the workflow slept: no worker was held, and nobody had to wait.`,
	);

	heading('What it cost');
	for (const line of describeBill(billOf([...done, ...failed]))) console.log(line);
	console.log('The local server’s demo compares words; it is no language model. A real one reads.');

	heading('What to do next');
	console.log(`1. Import ${facts.workflow} into your n8n (menu ⋯ → Import from File).`);
	console.log('2. Install n8n-nodes-offpeak there: Settings → Community Nodes.');
	console.log(
		'3. Create an Offpeak OpenAI Batch API credential with your OpenAI key, or keep playing for free: npm run local-server',
	);
}

function describeBill(bill: Bill | undefined): readonly string[] {
	if (bill === undefined) return ['Nothing: the demo is free. What it would cost is not known.'];
	const { model, provider, inputTokens, outputTokens, usd, oneByOneUsd, savedPercent } = bill;
	const tokens = `${inputTokens.toLocaleString('en-US')} tokens in and ${outputTokens.toLocaleString('en-US')} out`;
	return [
		'Nothing: the demo is free. But it counts tokens, roughly, and those have a price elsewhere.',
		`${tokens}, at ${provider}’s list price of ${model}:`,
		`${dollars(usd)}  as this job, within 24 hours`,
		`${dollars(oneByOneUsd)}  one by one, at the normal price`,
		`${dollars(oneByOneUsd - usd)}  saved (${savedPercent} %)`,
	];
}

/** To a hundredth of a cent: a few hundred e-mails cost cents. */
function dollars(usd: number): string {
	return `$${usd.toFixed(4)}`.padStart(9);
}

function heading(words: string): void {
	console.log(`\n${words}\n${'─'.repeat(words.length)}`);
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function sender(from: string): string {
	const [name = ''] = from.split('<');
	return name.trimEnd().replaceAll('"', '');
}

/** Cut or filled to a width, on one line; wide characters count for two. */
function fit(value: string, width: number): string {
	let fitted = '';
	let used = 0;
	for (const { segment } of new Intl.Segmenter().segment(value.replaceAll(/\s+/g, ' ').trim())) {
		const size =
			/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]|\p{Extended_Pictographic}/u.test(
				segment,
			)
				? 2
				: 1;
		if (used + size > width) break;
		fitted += segment;
		used += size;
	}
	return fitted + ' '.repeat(width - used);
}

function countBy(
	items: readonly INodeExecutionData[],
	keyOf: (json: IDataObject) => string,
): ReadonlyArray<readonly [string, number]> {
	const counts = new Map<string, number>();
	for (const { json } of items) counts.set(keyOf(json), (counts.get(keyOf(json)) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]);
}
