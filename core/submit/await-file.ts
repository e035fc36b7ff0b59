import type { Connection } from '../calls/connection';
import { filesOf } from '../calls/files';
import { isLasting } from '../calls/is-lasting';
import { send } from '../calls/send';
import { OffpeakError } from '../errors';

/** Longer each time: a small file takes seconds, one of 200 MB minutes (as watched at Azure, openai-dotnet#312). */
const FIRST_LOOK_MS = 1_000;
const LONGEST_LOOK_MS = 15_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/**
 * Waits until the provider has processed an uploaded file, for no batch can be made of it before. The error says
 * that it refused the file, or is still at it; `pause` may end the wait by a throw.
 */
export async function awaitFile(
	fileId: string,
	{ provider, transport, clock }: Connection,
	pause: (ms: number) => Promise<void>,
): Promise<OffpeakError | undefined> {
	const files = filesOf(provider);
	if (files.retrieve === undefined) return undefined;
	const request = files.retrieve(fileId);
	const until = clock.now() + LONGEST_WAIT_MS;
	for (let wait = FIRST_LOOK_MS; ; wait = Math.min(LONGEST_LOOK_MS, wait * 2)) {
		await pause(wait);
		const reply = await send(transport, request);
		// Where it cannot be asked for (kluster.ai, curator#406) the purchase itself tells whether it is there.
		if (!reply.ok && isLasting(reply.error)) return undefined;
		const state = reply.ok ? (files.readFile(reply.value)?.state ?? 'ready') : 'processing';
		if (state === 'ready') return undefined;
		if (state === 'refused') return refused(fileId);
		if (clock.now() >= until) return stillProcessing(fileId);
	}
}

export function refused(fileId: string): OffpeakError {
	return new OffpeakError(
		'rejected',
		`The provider could not process the uploaded file (${fileId}). Nothing was bought.`,
		{ hint: 'Look at the file in its console: it may say what is wrong with which line.' },
	);
}

function stillProcessing(fileId: string): OffpeakError {
	return new OffpeakError(
		'unavailable',
		`The provider is still processing the uploaded file (${fileId}). Nothing was bought.`,
		{
			hint: 'Run this step again in a few minutes, with the same items: it goes on with that file.',
		},
	);
}

const UNREADY =
	/not (?:be )?found|no such|(?:not|n’t|n't) (?:yet )?(?:been )?(?:exist|ready|processed|validated|available|finished|in a valid state)|still processing|being processed|pending|status running|in progress|until the (?:file )?upload/i;

/** Whether a purchase was refused because its file is not there yet, as far as the provider's words tell. */
export function isUnready({ code, message }: OffpeakError): boolean {
	return (
		(code === 'rejected' || code === 'gone') && /\bfile/i.test(message) && UNREADY.test(message)
	);
}
