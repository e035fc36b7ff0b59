/** Files that are no text, told by how they begin. */
interface BinaryKind {
	readonly name: string;
	/** Hexadecimal; `..` stands for any byte. */
	readonly begins: string;
	/** A sentence may begin with these letters: only with a zero byte behind them are they a mark. */
	readonly isWord?: true;
}

const KINDS: readonly BinaryKind[] = [
	{ name: 'a PDF', begins: '255044462d..2e' },
	{ name: 'a rich text (RTF) document', begins: '7b5c727466' },
	{ name: 'an older Office document or an Outlook message', begins: 'd0cf11e0a1b11ae1' },
	{ name: 'a PNG image', begins: '89504e470d0a1a0a' },
	{ name: 'a JPEG image', begins: 'ffd8ff' },
	{ name: 'a GIF image', begins: '474946383761', isWord: true },
	{ name: 'a GIF image', begins: '474946383961', isWord: true },
	{ name: 'a TIFF image', begins: '49492a00' },
	{ name: 'a TIFF image', begins: '4d4d002a' },
	{ name: 'a WebP image', begins: '52494646........57454250' },
	{ name: 'a WAV recording', begins: '52494646........57415645' },
	{ name: 'a HEIC image', begins: '........667479706865' },
	{ name: 'a HEIC image', begins: '........667479706d696631' },
	{ name: 'a video or recording (MP4)', begins: '........66747970' },
	{ name: 'an MP3 recording', begins: '494433', isWord: true },
	{ name: 'an MP3 recording', begins: 'fffb' },
	{ name: 'an Ogg recording', begins: '4f67675300' },
	{ name: 'a FLAC recording', begins: '664c6143', isWord: true },
	{ name: 'a WebM or MKV video', begins: '1a45dfa3' },
	{ name: 'a gzip archive', begins: '1f8b08' },
	{ name: 'a 7z archive', begins: '377abcaf271c' },
	{ name: 'a RAR archive', begins: '526172211a07' },
	{ name: 'an xz archive', begins: 'fd377a585a00' },
	{ name: 'a bzip2 archive', begins: '425a68..314159265359' },
	{ name: 'a SQLite database', begins: '53514c69746520666f726d6174203300' },
	{ name: 'a Parquet table', begins: '50415231', isWord: true },
	{ name: 'a program', begins: '7f454c46' },
	{ name: 'a program', begins: '4d5a', isWord: true },
];

/** What a zip holds is said by the first names in it. */
const IN_ZIP: ReadonlyArray<readonly [part: string, name: string]> = [
	['word/', 'a Word document (docx)'],
	['xl/', 'an Excel workbook (xlsx)'],
	['ppt/', 'a PowerPoint presentation (pptx)'],
	['opendocument.text', 'an OpenDocument text (odt)'],
	['opendocument.spreadsheet', 'an OpenDocument spreadsheet (ods)'],
	['opendocument.presentation', 'an OpenDocument presentation (odp)'],
	['epub', 'an e-book (epub)'],
];
const ZIP = '504b0304';
/** Word writes a list of types and relations before the first part of its own. */
const ZIP_NAMES_BYTES = 8192;

/** What a file is in place of a text, as "a PDF"; undefined where its beginning is none of these. */
export function findBinaryKind(bytes: Uint8Array): string | undefined {
	if (begins(bytes, ZIP)) {
		const names = new TextDecoder('windows-1252').decode(bytes.subarray(0, ZIP_NAMES_BYTES));
		return IN_ZIP.find(([part]) => names.includes(part))?.[1] ?? 'a zip archive';
	}
	const hasZero = bytes.subarray(0, 64).includes(0);
	return KINDS.find((kind) => (hasZero || kind.isWord !== true) && begins(bytes, kind.begins))
		?.name;
}

function begins(bytes: Uint8Array, mark: string): boolean {
	if (bytes.byteLength * 2 < mark.length) return false;
	for (let at = 0; at < mark.length; at += 2) {
		const digits = mark.slice(at, at + 2);
		if (digits !== '..' && bytes[at / 2] !== Number.parseInt(digits, 16)) return false;
	}
	return true;
}
