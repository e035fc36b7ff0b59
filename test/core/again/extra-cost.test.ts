import { PROVIDERS, type Usage } from '../../../core';
import { ExtraCost } from '../../../core/again/extra-cost';
import type { ReadBack } from '../../../core/again/read-back';
import { type CollectedBatch, NO_DAMAGE, type RowVerdict } from '../../../core/collect/collected';
import { batchOf, recordOf } from '../../support/core/batches';

const MODEL = 'gpt-4.1-mini';
const USAGE: Usage = { inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 100_000 };
/** 1 million tokens in at $0.40, 100,000 out at $1.60: at the normal price. */
const NORMAL_USD = 0.56;

/** A round in which every row used so much. */
function roundOf(round: number, rows: number, usage: Usage): CollectedBatch {
	const verdict: RowVerdict = { outcome: 'succeeded', retryable: false, answer: {}, usage };
	return {
		batch: batchOf(),
		record: recordOf({ round, rowCount: rows, endRow: rows }),
		results: new Map(Array.from({ length: rows }, (_, row) => [row, verdict])),
		keptRows: new Map(),
		shape: undefined,
		silentIds: new Map(),
		damage: NO_DAMAGE,
	};
}

type Asked = Partial<Pick<ReadBack['request'], 'model' | 'outputLimit'>>;

function requestOf(rowCount: number, asked: Asked = {}): ReadBack {
	const request = { id: 'r0', line: {}, model: MODEL, ...asked };
	return { rowIndex: 0, rowCount, cuts: 0, request };
}

function extraOf(
	rounds: readonly CollectedBatch[],
	provider = PROVIDERS.openai,
	model = MODEL,
): ExtraCost {
	const extra = new ExtraCost(provider, 'standard', rounds, undefined);
	extra.add('', requestOf(1, { model }));
	return extra;
}

describe('what more answers may cost', () => {
	const USED: Usage = { inputTokens: 10, cachedTokens: 0, outputTokens: 1_000 };

	function usdOf(rowCounts: readonly number[], asked: Asked = {}): number {
		const extra = new ExtraCost(PROVIDERS.openai, 'batch', [roundOf(1, 20, USED)], undefined);
		for (const rowCount of rowCounts) extra.add('', requestOf(rowCount, asked));
		return extra.usd ?? NaN;
	}

	it('is the same for rows that share a request as for rows asked alone', () => {
		const alone = usdOf(Array.from({ length: 20 }, () => 1));
		expect(alone).toBeCloseTo((20 * 1_500 * 0.8) / 1_000_000, 6);
		expect(usdOf([20])).toBeCloseTo(alone, 6);
	});

	it('is never more than the request allows', () => {
		expect(usdOf([20], { outputLimit: 2_000 })).toBeCloseTo((2_000 * 0.8) / 1_000_000, 6);
	});
});

describe('what further tries have cost', () => {
	it.each([
		['priority', PROVIDERS.openai],
		['performance', PROVIDERS.groq],
	])('is at least the normal price for a tier without one (%s)', (tier, provider) => {
		const model = provider === PROVIDERS.groq ? 'openai/gpt-oss-120b' : MODEL;
		const extra = extraOf([roundOf(2, 10, { ...USAGE, model, tier })], provider, model);
		expect(extra.compare(1)).toBe('over');
		expect(extra.compare(10)).toBe('within');
	});

	it('is unknown for a model without a price', () => {
		const rounds = [roundOf(2, 1, { ...USAGE, model: 'gpt-99' })];
		expect(extraOf(rounds).compare(100)).toBe('unknown');
	});

	it('is added up once, however many requests are weighed', () => {
		let reads = 0;
		const round = roundOf(2, 3, USAGE);
		const results = new Map(round.results);
		const values = results.values.bind(results);
		results.values = () => {
			reads += 1;
			return values();
		};
		const extra = extraOf([{ ...round, results }]);
		const before = reads;
		for (let request = 0; request < 100; request += 1) {
			extra.add('', requestOf(1));
			extra.compare(5);
		}
		expect(reads - before).toBeLessThanOrEqual(1);
		expect(extra.spentUsd).toBeCloseTo((3 * NORMAL_USD) / 2);
	});
});
