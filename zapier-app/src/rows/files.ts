import type { ZObject } from 'zapier-platform-core';
import {
	OffpeakError,
	isOffpeakError,
	mapConcurrently,
	readTextFile,
	type TextFault,
} from '../../../core';
import { readBody } from '../transport';
import { extensionOf, fileNameOf } from './file-name';

interface FileText {
	readonly name: string;
	readonly extension: string;
	readonly text: string;
	/** What to say of how it was read, as whole sentences. */
	readonly notes: readonly string[];
}

/** All files together: the batch must still be sent within the step's time. */
const FILES_MS = 15_000;
const AT_A_TIME = 4;
/** Zapier hands a step at most this much. */
const MAX_BYTES = 35_000_000;

/** Fetches the texts of a file field, in its order. */
export async function readFileTexts(
	z: ZObject,
	urls: readonly string[],
): Promise<readonly FileText[]> {
	const deadline = Date.now() + FILES_MS;
	const files = new Map<number, FileText>();
	await mapConcurrently(urls.entries(), AT_A_TIME, async ([position, url]) => {
		files.set(position, await readFileText(z, url, deadline));
	});
	return urls.flatMap((_, position) => files.get(position) ?? []);
}

/** No key goes along: the address is Zapier's or the user's. */
async function readFileText(z: ZObject, url: string, deadline: number): Promise<FileText> {
	if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
		throw invalid(
			'Files holds something that is no file.',
			'Map a field with a file, or an address that begins with https.',
		);
	}
	return await fetchText(z, url, deadline).catch((error: unknown) => {
		if (isOffpeakError(error)) throw error;
		// A timer may end a moment early.
		throw Date.now() > deadline - 50 ? tooSlow() : outOfReach();
	});
}

async function fetchText(z: ZObject, url: string, deadline: number): Promise<FileText> {
	const timeout = deadline - Date.now();
	if (timeout <= 0) throw tooSlow();
	const response = await z.request({ url, raw: true, skipThrowForStatus: true, timeout });
	if (response.status < 200 || response.status > 299) {
		throw invalid(
			`A file cannot be fetched: its server answered ${response.status}.`,
			'Check that the file still exists. Nothing was sent.',
		);
	}
	const name = fileNameOf(response.getHeader('content-disposition'), url);
	const extension = extensionOf(name, response.getHeader('content-type') ?? '');
	if (extension === undefined) throw noText(name);
	const bytes = await readAll(response.body, name, deadline);
	const read = readTextFile(bytes, isSubtitles(extension));
	if ('fault' in read) throw unreadable(read, name);
	const notes = read.notes.map((note) => `The file ${name} ${note}`);
	return { name, extension, text: read.text, notes };
}

async function readAll(
	body: NodeJS.ReadableStream,
	name: string,
	deadline: number,
): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let byteLength = 0;
	for await (const chunk of readBody(body, deadline, tooSlow)) {
		byteLength += chunk.byteLength;
		if (byteLength > MAX_BYTES) throw tooLarge(name);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function isSubtitles(extension: string): boolean {
	return extension === 'srt' || extension === 'vtt';
}

function invalid(message: string, hint: string): OffpeakError {
	return new OffpeakError('invalid_input', message, { hint });
}

function noText(name: string): OffpeakError {
	return invalid(
		`The file ${name} is no text file.`,
		'Files may be txt, md, html, srt, vtt, csv, json or jsonl. For PDF and Word, put a step before this one that extracts the text.',
	);
}

function unreadable({ fault, kind }: TextFault, name: string): OffpeakError {
	switch (fault) {
		case 'no text':
			return kind === undefined
				? noText(name)
				: invalid(
						`The file ${name} is ${kind}, no text file.`,
						'Put a step before this one that extracts the text, and map that. Nothing was sent.',
					);
		case 'unknown encoding':
			return invalid(
				`The file ${name} is in an encoding that cannot be told.`,
				'Open it in an editor where it looks right, and save it as UTF-8. Nothing was sent.',
			);
		case 'too large':
			return tooLarge(name);
	}
}

function tooLarge(name: string): OffpeakError {
	return invalid(`The file ${name} is larger than 35 MB.`, 'Split it. Nothing was sent.');
}

function outOfReach(): OffpeakError {
	return invalid(
		'A file cannot be fetched: its server is out of reach.',
		'Check its address. Nothing was sent.',
	);
}

function tooSlow(): OffpeakError {
	return new OffpeakError('unavailable', 'The files took longer than 15 seconds.', {
		hint: 'Zapier tries again by itself. If it happens again, send fewer files at once. Nothing was sent.',
	});
}
