import { bytesOf, encodeText } from '../formats/bytes';
import { encodeJson } from '../formats/well-formed';
import type { HttpRequest } from '../transport';
import type { Bytes } from '../types';

export function jsonBody(value: unknown): Pick<HttpRequest, 'headers' | 'body'> {
	return {
		headers: { 'content-type': 'application/json' },
		body: bytesOf(encodeText(encodeJson(value))),
	};
}

export interface FilePart {
	readonly fileName: string;
	readonly content: Bytes;
}

/** A multipart form with one file, last: some servers want the fields first (xAI). Nothing is joined. */
export function multipartBody(
	fields: Readonly<Record<string, string>>,
	file: FilePart,
	boundary: string,
): Pick<HttpRequest, 'headers' | 'body'> {
	const head = Object.entries(fields)
		.map(
			([name, value]) =>
				`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
		)
		.join('');
	const fileHead = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.fileName}"\r\ncontent-type: application/jsonl\r\n\r\n`;
	return {
		headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
		body: bytesOf(
			encodeText(head + fileHead),
			...file.content.chunks,
			encodeText(`\r\n--${boundary}--\r\n`),
		),
	};
}
