import type { ZObject } from 'zapier-platform-core';
import { OffpeakError, readSubtitles } from '../../../core';
import { readBody } from '../transport';

export interface FileText {
	readonly name: string;
	readonly extension: string;
	readonly text: string;
}

const REQUEST_MS = 15_000;
const BUDGET_MS = 18_000;
/** Zapier hands a step at most this much. */
const MAX_BYTES = 35_000_000;
const READABLE = new Set(
	'txt text md markdown html htm csv tsv json jsonl ndjson srt vtt log'.split(' '),
);

/** Fetches the text of a file field. No key goes along: the address is Zapier's or the user's. */
export async function readFileText(z: ZObject, url: string): Promise<FileText> {
	if (!/^https?:\/\//i.test(url)) {
		throw new OffpeakError('invalid_input', 'Files holds something that is no file.', {
			hint: 'Map a field with a file, or an address that begins with https.',
		});
	}
	const response = await z.request({
		url,
		raw: true,
		skipThrowForStatus: true,
		timeout: REQUEST_MS,
	});
	if (response.status < 200 || response.status > 299) {
		throw new OffpeakError(
			'invalid_input',
			`A file cannot be fetched: its server answered ${response.status}.`,
			{ hint: 'Check that the file still exists. Nothing was sent.' },
		);
	}
	const name = nameOf(response.getHeader('content-disposition'), url);
	const extension = extensionOf(name, response.getHeader('content-type') ?? '');
	if (!READABLE.has(extension)) {
		throw new OffpeakError('invalid_input', `The file ${name} is no text file.`, {
			hint: 'Files may be txt, md, html, srt, vtt, csv, json or jsonl. For PDF and Word, put a step before this one that extracts the text.',
		});
	}
	const text = decode(await readAll(response.body, name));
	return { name, extension, text: isSubtitles(extension) ? readSubtitles(text) : text };
}

async function readAll(body: NodeJS.ReadableStream, name: string): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let byteLength = 0;
	for await (const chunk of readBody(body, Date.now() + BUDGET_MS)) {
		byteLength += chunk.byteLength;
		if (byteLength > MAX_BYTES) {
			throw new OffpeakError('invalid_input', `The file ${name} is larger than 35 MB.`, {
				hint: 'Split it. Nothing was sent.',
			});
		}
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function isSubtitles(extension: string): boolean {
	return extension === 'srt' || extension === 'vtt';
}

function nameOf(disposition: string | undefined | null, url: string): string {
	const header = disposition ?? '';
	const encoded = /filename\*=(?:UTF-8'')?([^;]+)/i.exec(header)?.[1];
	const plain = /filename="?([^";]+)"?/i.exec(header)?.[1];
	const path = new URL(url).pathname.split('/').at(-1);
	return decodeName(encoded ?? plain ?? path ?? 'file');
}

function decodeName(name: string): string {
	return /%(?![0-9a-f]{2})/i.test(name) ? name : decodeURIComponent(name.replaceAll('+', ' '));
}

const TYPES: ReadonlyArray<readonly [pattern: RegExp, extension: string]> = [
	[/csv/, 'csv'],
	[/x-ndjson|jsonl/, 'jsonl'],
	[/json/, 'json'],
	[/subrip/, 'srt'],
	[/text\/vtt/, 'vtt'],
	[/html/, 'html'],
	[/^text\//, 'txt'],
];

function extensionOf(name: string, contentType: string): string {
	const named = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase();
	if (named !== undefined) return named;
	return TYPES.find(([pattern]) => pattern.test(contentType.toLowerCase()))?.[1] ?? '';
}

/** UTF-8 unless a byte order mark says otherwise: Windows programs export transcripts as UTF-16. */
function decode(bytes: Buffer): string {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	return new TextDecoder('utf-8').decode(bytes);
}
