/** What a file is called and what is in it, from what its server says of it. */

/** The name in the header *Content-Disposition* (RFC 6266), else the last part of the address. */
export function fileNameOf(disposition: string | undefined | null, url: string): string {
	const header = disposition ?? '';
	const encoded = /(?:^|;)\s*filename\*\s*=([^;]*)/i.exec(header)?.[1]?.replaceAll('"', '');
	const quoted = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/is.exec(header)?.[1];
	const bare = /(?:^|;)\s*filename\s*=\s*"?([^;"]+)/i.exec(header)?.[1];
	const path = new URL(url).pathname.split('/').at(-1)?.replaceAll('+', ' ');
	// A character set and a language may stand before it.
	const extended = encoded?.replace(/^[^']*'[^']*'/, '');
	const names = [extended, quoted?.replaceAll(/\\(.)/gs, '$1'), bare, path];
	return (
		names.map((name) => decodePercents(name ?? '').trim()).find((name) => name !== '') ?? 'file'
	);
}

function decodePercents(name: string): string {
	return name.replaceAll(/(?:%[0-9a-f]{2})+/gi, (run) => {
		const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
		const text = new TextDecoder('utf-8').decode(bytes);
		// Old Windows programs write %E9 for é, which is no UTF-8.
		return text.includes('\uFFFD') ? new TextDecoder('windows-1252').decode(bytes) : text;
	});
}

const TEXT_EXTENSIONS = new Set(
	'txt text md markdown html htm csv tsv json jsonl ndjson srt vtt log'.split(' '),
);

/** Some servers call everything text that they do not know. */
const OTHER_EXTENSIONS = new Set(
	'pdf doc docx odt rtf xls xlsx ods ppt pptx odp pages numbers key epub msg zip gz rar 7z png jpg jpeg gif webp heic tif tiff mp3 mp4 m4a wav mov webm'.split(
		' ',
	),
);

const TYPES: ReadonlyArray<readonly [pattern: RegExp, extension: string]> = [
	[/csv/, 'csv'],
	[/tab-separated/, 'tsv'],
	[/x-ndjson|jsonl/, 'jsonl'],
	[/json/, 'json'],
	[/subrip/, 'srt'],
	[/text\/vtt/, 'vtt'],
	[/html/, 'html'],
	[/^text\/(?!rtf|richtext)/, 'txt'],
];

/** How to read a file: by its name, or by its type where the name does not tell ("Notes v1.2"). */
export function extensionOf(name: string, contentType: string): string | undefined {
	const named = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
	if (TEXT_EXTENSIONS.has(named)) return named;
	if (OTHER_EXTENSIONS.has(named)) return undefined;
	return TYPES.find(([pattern]) => pattern.test(contentType.toLowerCase()))?.[1];
}
