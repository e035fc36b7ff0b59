import type { IExecuteFunctions } from 'n8n-workflow';
import { isOffpeakError, unforeseen } from '../../../core';
import { warn } from '../../shared/hints';
import { settle } from '../../shared/settle';

/**
 * A purchase that is refused for good, or fails in a way that nobody foresaw, must not cost the results that are
 * there: that is said, and the job ends as it is. Throws what waiting may mend.
 */
export async function unlessRefused<T>(
	context: IExecuteFunctions,
	purchase: Promise<T>,
): Promise<T | undefined> {
	const bought = await settle(purchase);
	if ('value' in bought) return bought.value;
	const error = isOffpeakError(bought.error) ? bought.error : unforeseen(bought.error);
	if (error.retryable) throw error;
	warn(context, `${error.message} ${error.details.hint ?? ''}`.trim());
	return undefined;
}
