import {
	runKeyOf,
	type Category,
	type Plan,
	type Provider,
	type Row,
	type SubmitOptions,
} from '../../core';
import { chatBatch, responsesBatch } from '../../core/protocols/openai/openai-batch';
import { CATEGORIZE, planOf, withRoomFor } from '../support/core/samples';
import type { Random } from './random';

export interface ChaosJob {
	readonly plan: Plan;
	readonly rows: readonly Row[];
	readonly provider: Provider;
	readonly options: SubmitOptions;
	/** How often a row may be tried in all. */
	readonly maxRounds: number;
	/** Whether rows are sent again that the provider counts as answered. */
	readonly evenIfCounted: boolean;
	/** At which look the job is cancelled, if ever. */
	readonly cancelAt: number | undefined;
}

/** Stands in every text, so that a text in a message is seen. */
export const TEXT_MARK = 'zqx-private-text';

const DAY_SECONDS = 86_400;

/** Up to 24 rows in files of a few, with and without ids, kept fields, empty texts and room for answers. */
export function drawJob(random: Random, found: 'run' | 'either' = 'either'): ChaosJob {
	const protocol = random.pick(responsesBatch, chatBatch);
	const provider = { ...withRoomFor(random.int(1, 9)), protocol };
	const rows = drawRows(random);
	const maxOutputTokens = random.pick(undefined, undefined, 8, 400);
	const plan = planOf({
		rows,
		provider,
		label: random.pick('Weekly review', 'Müll & Grüße 🎉', 'a.b/c', 'x'.repeat(250)),
		emptyText: 'skip',
		cleanText: random.chance(0.5),
		...(random.chance(0.1) ? { task: { ...CATEGORIZE, categories: manyCategories() } } : {}),
		...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
	});
	const byRun = { runKey: runKeyOf('chaos', String(random.seed)), reuseWindowSeconds: 0 };
	const isByRun = random.chance(0.8) || found === 'run';
	return {
		plan,
		rows,
		provider,
		options: isByRun ? byRun : { reuseWindowSeconds: DAY_SECONDS },
		maxRounds: random.int(1, 4),
		// A job that was cancelled is not found by its content: to send it again is a new purchase.
		cancelAt: isByRun && random.chance(0.1) ? random.int(1, 3) : undefined,
		evenIfCounted: random.chance(0.3),
	};
}

function drawRows(random: Random): readonly Row[] {
	const naming = random.pick('index', 'plain', 'unsafe');
	const keeping = random.pick('nothing', 'some', 'all');
	return Array.from({ length: random.int(1, 24) }, (_, index) => {
		const isEmpty = index > 0 && random.chance(0.08);
		const keeps = keeping === 'all' || (keeping === 'some' && random.chance(0.5));
		return {
			text: isEmpty ? '  ' : `${TEXT_MARK} ${index}: your invoice is attached, please pay.`,
			...(naming === 'index' ? {} : { id: naming === 'plain' ? `mail-${index}` : `Ü/${index}` }),
			...(keeps ? { kept: { index, from: 'ann@example.com', deep: { list: [index, null] } } } : {}),
		};
	});
}

/** More than metadata has room for. */
function manyCategories(): readonly Category[] {
	return Array.from({ length: 60 }, (_, index) => ({
		name: `Category ${index} ${'x'.repeat(60)}`,
		description: index === 7 ? 'invoice attached please pay' : 'nothing of the kind',
	}));
}
