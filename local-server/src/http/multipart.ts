import { invalid } from './errors';

export interface MultipartPart {
	readonly name: string;
	readonly filename: string | undefined;
	/** A view into the body, not a copy. */
	readonly contents: Buffer;
}

const MAX_PARTS = 100;
const BREAK = Buffer.from('\r\n');
const BLANK = Buffer.from('\r\n\r\n');

function malformed(why: string): Error {
	return invalid(`Malformed multipart/form-data body: ${why}.`);
}

export function boundaryOf(contentType: string | null): string {
	const match = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(
		contentType ?? '',
	);
	const boundary = match?.[1] ?? match?.[2];
	if (boundary === undefined || boundary.length > 200) {
		throw invalid("The Content-Type must be 'multipart/form-data' with a boundary.");
	}
	return boundary;
}

/** Splits a body that is already in memory by searching its boundary: the contents are never scanned twice. */
export function readMultipart(body: Buffer, contentType: string | null): MultipartPart[] {
	const delimiter = Buffer.from(`--${boundaryOf(contentType)}`);
	const separator = Buffer.concat([BREAK, delimiter]);
	let at = body.indexOf(delimiter);
	if (at !== 0 && (at === -1 || !body.subarray(at - 2, at).equals(BREAK))) {
		throw malformed('the boundary is not there');
	}
	at += delimiter.length;
	const parts: MultipartPart[] = [];
	while (body.toString('latin1', at, at + 2) !== '--') {
		if (!body.subarray(at, at + 2).equals(BREAK)) throw malformed('a boundary line is not closed');
		const end = body.indexOf(separator, at);
		if (end === -1) throw malformed('it ends before its last boundary');
		const blank = body.indexOf(BLANK, at);
		if (blank === -1 || blank > end) throw malformed('a part has no headers');
		parts.push(readPart(body.toString('utf8', at + 2, blank), body.subarray(blank + 4, end)));
		if (parts.length > MAX_PARTS) throw malformed('it has too many parts');
		at = end + separator.length;
	}
	return parts;
}

function readPart(headers: string, contents: Buffer): MultipartPart {
	const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1] ?? '';
	const name = parameter(disposition, 'name');
	if (name === undefined) throw malformed('a part has no name');
	return { name, filename: parameter(disposition, 'filename'), contents };
}

/** Form encoders write `"` in a name as %22, others as \". */
function parameter(disposition: string, name: string): string | undefined {
	const match = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:\\\\.|[^"\\\\])*)"|([^;\\s]+))`, 'i').exec(
		disposition,
	);
	return (match?.[1] ?? match?.[2])?.replace(/%22/g, '"').replace(/\\(["\\])/g, '$1');
}
