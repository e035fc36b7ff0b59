import { tellable } from '../formats/complaints/tellable';
import type { Transport } from '../transport';
import type { BatchFault, ProviderBatch, Result } from '../types';

/** A result as it may be told: of one that failed, the provider's words without the keys in use. */
export function toldResult(result: Result, { secrets }: Transport): Result {
	if (result.outcome === 'succeeded') return result;
	return { ...result, reason: tellable(result.reason, secrets) };
}

/** A batch whose faults may be told, likewise. */
export function toldBatch(batch: ProviderBatch, { secrets }: Transport): ProviderBatch {
	const faults = batch.faults.map(
		({ code, message, ...line }): BatchFault => ({
			code: tellable(code, secrets),
			message: tellable(message, secrets),
			...line,
		}),
	);
	return { ...batch, faults };
}
