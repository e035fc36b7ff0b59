import type { Upload } from '../calls/upload';
import { OffpeakError } from '../errors';
import { defined } from '../formats/defined';
import type { ClaimKind, FileKeys } from '../record/file-names';
import { awaitFile, refused } from './await-file';
import { storeClaim } from './claims';
import type { PurchaseContext } from './purchase';

export type StoredInput = Extract<Upload, { readonly ok: true }> & {
	/** Uploaded by a run that ended before the provider had processed it. */
	readonly isOld?: boolean;
};

/** An input file is bought with once the provider has processed it; the error says why it cannot be, and nothing is bought. */
export async function makeReady(
	context: PurchaseContext,
	{ fileId, state, isOld = false }: StoredInput,
): Promise<OffpeakError | undefined> {
	const error =
		state === 'processing'
			? await awaitFile(fileId, context.connection, async (ms) => await pause(context, fileId, ms))
			: state === 'refused'
				? refused(fileId)
				: undefined;
	if (error?.retryable === true) await claim(context, 'waits', fileId);
	if (error !== undefined || !isOld) return error;
	// Its age does not say when the purchase was sent, and a later run has to know.
	return (await claim(context, 'sent', fileId)) ? undefined : notTold(fileId);
}

function notTold(inputFileId: string): OffpeakError {
	return new OffpeakError(
		'unavailable',
		`The provider took no note of the purchase that was about to be made (${inputFileId}). Nothing was bought.`,
		{ hint: 'Run this step again in a few minutes, with the same items.' },
	);
}

/** A host that has no time left ends a wait by a throw: nothing is on its way then, and the next run goes on. */
export async function pause(
	context: PurchaseContext,
	inputFileId: string,
	ms: number,
): Promise<void> {
	const ended = await context.connection.clock.sleep(ms).then(
		() => undefined,
		(reason: unknown) => ({ reason }),
	);
	if (ended === undefined) return;
	await claim(context, 'waits', inputFileId);
	throw ended.reason;
}

async function claim(
	context: PurchaseContext,
	kind: ClaimKind,
	inputFileId: string,
): Promise<boolean> {
	const { order, connection } = context;
	return await storeClaim({ kind, inputFileId, keys: keysOf(context) }, order, connection);
}

export function keysOf({ order: { contentKey }, runKey }: PurchaseContext): FileKeys {
	return { contentKey, ...defined({ runKey }) };
}
