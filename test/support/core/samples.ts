import {
	PROVIDERS,
	plan,
	type CategorizeTask,
	type Plan,
	type PlanInput,
	type Row,
} from '../../../core';

export const CATEGORIZE: CategorizeTask = {
	kind: 'categorize',
	categories: [
		{ name: 'Invoice', description: 'bills, payments', value: 'Label_1' },
		{ name: 'Meeting', description: 'meet, schedule' },
	],
	multiple: false,
	noMatch: 'other',
};

export function rowsOf(count: number, kept?: (index: number) => NonNullable<Row['kept']>): Row[] {
	return Array.from({ length: count }, (_, index) => ({
		text: `Row ${index}: your invoice is attached, please pay.`,
		...(kept === undefined ? {} : { kept: kept(index) }),
	}));
}

/** What a host gives to `plan`: two plain rows for the local server, unless told otherwise. */
export function planInput(changes: Partial<PlanInput> = {}): PlanInput {
	return {
		rows: rowsOf(2),
		task: CATEGORIZE,
		model: 'demo',
		label: 'Weekly review',
		provider: PROVIDERS.local,
		baseUrl: 'http://127.0.0.1:8787/v1',
		nameRow: (index) => `Item ${index + 1}`,
		cleanText: true,
		emptyText: 'refuse',
		expireAfterSeconds: 7 * 86_400,
		...changes,
	};
}

export function planOf(changes: Partial<PlanInput> = {}): Plan {
	return plan(planInput(changes));
}

/** The row of a provider with room for so many requests in a file: the way to several shards. */
export function withRoomFor(requests: number, provider = PROVIDERS.local): typeof provider {
	return { ...provider, limits: { ...provider.limits, requests } };
}

export function textOfBytes(bytes: { readonly chunks: readonly Uint8Array[] } | undefined): string {
	return Buffer.concat(bytes?.chunks ?? []).toString('utf8');
}

export function linesOf(bytes: { readonly chunks: readonly Uint8Array[] } | undefined): unknown[] {
	return textOfBytes(bytes)
		.split('\n')
		.filter((line) => line !== '')
		.map((line): unknown => JSON.parse(line));
}

/** A copy of the object without one of its fields. */
export function without<T extends object>(value: T, key: keyof T): T {
	const copy = { ...value };
	Reflect.deleteProperty(copy, key);
	return copy;
}
