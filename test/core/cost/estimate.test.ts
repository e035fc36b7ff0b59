import fc from 'fast-check';
import { PROVIDERS, exceeds, type PlanInput, type Range, type Task } from '../../../core';
import { CATEGORIZE, planOf, rowsOf } from '../../support/core/samples';
import { runs } from '../../support/fuzz';

const { openai, azure, groq, local, other, deepinfra } = PROVIDERS;

function estimateOf(changes: Partial<PlanInput> = {}) {
	return planOf({ provider: openai, model: 'gpt-4.1-mini', rows: rowsOf(100), ...changes })
		.estimate;
}

const TASKS: readonly Task[] = [
	CATEGORIZE,
	{ ...CATEGORIZE, multiple: true },
	{ kind: 'summarize', length: 'sentence', style: 'text' },
	{ kind: 'summarize', length: 'long', style: 'actions' },
	{
		kind: 'extract',
		fields: [
			{ name: 'due', type: 'date' },
			{ name: 'items', type: 'list' },
		],
	},
	{ kind: 'custom', prompt: 'Translate.' },
	{
		kind: 'custom',
		prompt: 'Rate.',
		schema: { type: 'object', properties: { score: { type: 'number' } } },
	},
];

function isRange({ low, high }: Range): boolean {
	return Number.isFinite(low) && Number.isFinite(high) && 0 <= low && low <= high;
}

describe('the estimate of a plan', () => {
	it('survives JSON as it is', () => {
		const estimate = estimateOf();
		expect(JSON.parse(JSON.stringify(estimate))).toEqual(estimate);
	});

	it('has ranges in order, for every task and any texts', () => {
		const texts = fc.array(fc.string({ minLength: 1, maxLength: 200 }), {
			minLength: 1,
			maxLength: 30,
		});
		fc.assert(
			fc.property(texts, fc.constantFrom(...TASKS), (some, task) => {
				const rows = [...some, 'one that is not empty'].map((text) => ({ text }));
				const { inputTokens, outputTokens, speeds } = estimateOf({ rows, task, emptyText: 'skip' });
				const ranges = [inputTokens, outputTokens];
				for (const speed of Object.values(speeds)) {
					if (speed !== null) ranges.push(speed.seconds, speed.usd ?? { low: 0, high: 0 });
				}
				expect(ranges.every(isRange)).toBe(true);
			}),
			runs(50),
		);
	});

	it('counts the rows that are sent, not those that are skipped', () => {
		const rows = [...rowsOf(3), { text: '  ' }];
		expect(estimateOf({ rows, emptyText: 'skip' })).toMatchObject({ rowCount: 3 });
	});

	it('grows with the instructions, the schema and the texts', () => {
		const plain = estimateOf().inputTokens;
		const instructed = estimateOf({
			task: { ...CATEGORIZE, instructions: 'Our customers are schools. '.repeat(20) },
		}).inputTokens;
		expect(instructed.low - plain.low).toBeGreaterThan(100 * 60);
		const long = rowsOf(100).map(({ text }) => ({ text: `${text} `.repeat(50).trim() }));
		expect(estimateOf({ rows: long }).inputTokens.low).toBeGreaterThan(plain.low + 100 * 300);
	});

	it('costs half within 24 hours and the same in minutes as now, as OpenAI’s list has it', () => {
		const { batch, background, now } = estimateOf().speeds;
		expect(batch?.usd?.high).toBeCloseTo((now?.usd?.high ?? 0) / 2, 10);
		expect(background?.usd).toEqual(now?.usd);
		expect([batch?.source, now?.source]).toEqual(['derived', 'published']);
		const { inputTokens, outputTokens } = estimateOf();
		expect(now?.usd?.low).toBeCloseTo(
			(inputTokens.low * 0.4 + outputTokens.low * 1.6) / 1_000_000,
			10,
		);
	});

	it('takes off only what the provider takes off', () => {
		const model = 'meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo';
		const { batch, now } = estimateOf({ provider: deepinfra, model }).speeds;
		expect((batch?.usd?.low ?? 0) / (now?.usd?.low ?? 1)).toBeCloseTo(0.8);
	});

	it.each([
		[openai, 'gpt-99'],
		[azure, 'my-deployment'],
		[other, 'mystery'],
	])('says that the price is unknown, never nothing: $name', (provider, model) => {
		const { speeds, caveats } = estimateOf({ provider, model });
		expect(speeds.batch).toMatchObject({ usd: null, source: 'unknown' });
		expect(speeds.now).toMatchObject({ usd: null, source: 'unknown' });
		expect(caveats.join()).toContain('further off');
	});

	it('costs nothing on the user’s own machine', () => {
		const { batch, now } = estimateOf({ provider: local, model: 'demo' }).speeds;
		expect([batch?.usd, now?.usd]).toEqual([
			{ low: 0, high: 0 },
			{ low: 0, high: 0 },
		]);
	});

	it('charges many short texts as short ones, however long they are together', () => {
		const { speeds, inputTokens, outputTokens } = estimateOf({
			model: 'gpt-5.4',
			rows: rowsOf(3000),
		});
		expect(inputTokens.low).toBeGreaterThan(272_000);
		expect(speeds.now?.usd?.low).toBeCloseTo(
			(inputTokens.low * 2.5 + outputTokens.low * 15) / 1_000_000,
			6,
		);
	});

	it('takes the user’s own price', () => {
		const ownPrice = { input: 1, output: 0 };
		const { speeds, inputTokens } = estimateOf({ provider: other, model: 'mystery', ownPrice });
		expect(speeds.now?.source).toBe('your own');
		expect(speeds.now?.usd?.high).toBeCloseTo(inputTokens.high / 1_000_000);
	});

	it('allows for the price of writing long texts into the cache, at its higher end only', () => {
		const long = rowsOf(10).map(({ text }) => ({ text: `${text} `.repeat(200) }));
		const { speeds, inputTokens, outputTokens, caveats } = estimateOf({
			model: 'gpt-6-luna',
			rows: long,
		});
		const usd = (end: 'low' | 'high', input: number) =>
			(inputTokens[end] * input + outputTokens[end] * 0.5) / 1_000_000;
		expect(speeds.now?.usd?.low).toBeCloseTo(usd('low', 0.1), 10);
		expect(speeds.now?.usd?.high).toBeCloseTo(usd('high', 0.125), 10);
		expect(caveats.join()).toContain('ready for a repeat');
		expect(estimateOf({ model: 'gpt-6-luna' }).caveats.join()).not.toContain('ready for a repeat');
	});

	it('leaves out a speed that the provider does not have', () => {
		expect(openai.protocol.background).toBeDefined();
		expect(groq.protocol.background).toBeUndefined();
		expect(estimateOf({ provider: groq }).speeds.background).toBeNull();
	});
});

describe('output tokens', () => {
	it('are capped by Max Output Tokens', () => {
		const task: Task = { kind: 'summarize', length: 'long', style: 'text' };
		expect(estimateOf({ task, maxOutputTokens: 50 }).outputTokens).toEqual({
			low: 5000,
			high: 5000,
		});
	});

	it('allow for thinking, and say so, unless the model is told not to think', () => {
		const model = 'gpt-6-luna';
		const thinking = estimateOf({ model });
		const told = estimateOf({ model, extra: { reasoning: { effort: 'none' } } });
		const plain = estimateOf();
		expect(thinking.outputTokens.high).toBeGreaterThan(plain.outputTokens.high + 30_000);
		expect(thinking.caveats.join()).toContain('thinks before it answers');
		expect(told.outputTokens).toEqual(plain.outputTokens);
		expect(told.caveats).toEqual([]);
	});

	it('allow for thinking that is asked for', () => {
		const model = 'gpt-5.4-mini';
		expect(estimateOf({ model }).outputTokens).toEqual(estimateOf().outputTokens);
		const asked = estimateOf({ model, extra: { reasoning_effort: 'low' } });
		expect(asked.outputTokens.high).toBeGreaterThan(estimateOf().outputTokens.high);
	});
});

describe('caveats', () => {
	it('name a price that may have ended, unless the user brought one', () => {
		const model = 'gpt-5.6-sol';
		expect(estimateOf({ model }).caveats.join()).toContain('21 November 2026');
		const own = estimateOf({ model, ownPrice: { input: 4, output: 20 } });
		expect(own.caveats.join()).not.toContain('November');
	});

	it('name a text that is so long that it costs more', () => {
		const rows = [{ text: 'word '.repeat(400_000) }];
		expect(estimateOf({ model: 'gpt-5.4', rows }).caveats.join()).toContain('twice as much');
		expect(estimateOf({ model: 'gpt-4.1', rows }).caveats.join()).not.toContain('twice');
	});
});

describe('the recommendation', () => {
	it.each([
		[200, openai, 'batch', 'Within 24 Hours fits'],
		[20, groq, 'batch', 'Within 24 Hours fits'],
		[19, openai, 'background', 'In Minutes fits'],
		[1, groq, 'now', 'Now fits'],
	] as const)('for %i rows is %s: %s', (count, provider, engine, words) => {
		const { recommended, recommendation } = estimateOf({ provider, rows: rowsOf(count) });
		expect(recommended).toBe(engine);
		expect(recommendation).toContain(words);
	});
});

describe('exceeds', () => {
	it('looks at the higher figure of the speed that is asked for', () => {
		const estimate = estimateOf();
		const high = estimate.speeds.batch?.usd?.high ?? 0;
		expect(exceeds(estimate, high)).toBe('no');
		expect(exceeds(estimate, high * 0.99)).toBe('yes');
		expect(exceeds(estimate, high, 'now')).toBe('yes');
	});

	it('does not know for a model or a speed without a price', () => {
		expect(exceeds(estimateOf({ model: 'gpt-99' }), 5)).toBe('unknown');
		expect(exceeds(estimateOf({ provider: groq }), 5, 'background')).toBe('unknown');
	});
});
