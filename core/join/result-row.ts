import type { JsonObject, JsonValue, Outcome } from '../types';

/**
 * An outcome as one flat record for the host: kept fields, then the answer's at top level. Where both
 * have a field, the answer keeps the name and the kept one becomes `original_…`. `cost` is in US dollars;
 * `detail` is what else the host tells of this row.
 */
export function toResultRow(
	outcome: Outcome,
	label: string,
	cost: number | null = null,
	detail: JsonObject = {},
): JsonObject {
	const row = new Map<string, JsonValue>();
	for (const [name, value] of Object.entries(outcome.kept)) {
		row.set(freeName(name, outcome, row), value);
	}
	return {
		...Object.fromEntries(row),
		...outcome.answer,
		_offpeak: {
			id: outcome.rowId,
			outcome: outcome.outcome,
			reason: outcome.reason ?? null,
			label,
			cost,
			round: outcome.round,
			...detail,
		},
	};
}

function freeName(
	name: string,
	{ kept, answer }: Outcome,
	row: ReadonlyMap<string, JsonValue>,
): string {
	if (!Object.hasOwn(answer, name) && name !== '_offpeak') return name;
	let free = `original_${name}`;
	while (Object.hasOwn(answer, free) || Object.hasOwn(kept, free) || row.has(free)) {
		free = `original_${free}`;
	}
	return free;
}
