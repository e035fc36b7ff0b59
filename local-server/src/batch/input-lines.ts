import type { FileStore } from '../store/files';

export interface InputLine {
	/** From 0. */
	readonly n: number;
	readonly bytes: Buffer;
}

const NEWLINE = 0x0a;

/** The lines of a stored file, read part by part. A newline at the very end starts no further line. */
export function* inputLines(files: FileStore, fileSeq: number): Generator<InputLine> {
	let begun: Buffer[] = [];
	let n = 0;
	for (let index = 0; ; index += 1) {
		const stored = files.part(fileSeq, index);
		if (stored === undefined) break;
		const part = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
		let start = 0;
		for (;;) {
			const end = part.indexOf(NEWLINE, start);
			if (end === -1) break;
			const piece = part.subarray(start, end);
			yield { n, bytes: begun.length === 0 ? piece : Buffer.concat([...begun, piece]) };
			n += 1;
			begun = [];
			start = end + 1;
		}
		if (start < part.length) begun.push(part.subarray(start));
	}
	if (begun.length > 0) yield { n, bytes: Buffer.concat(begun) };
}
