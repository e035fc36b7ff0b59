import { parseJson, readString, type JsonObject } from '../../../core';
import { isObject } from '../json';

export interface LineError {
	readonly code: string;
	readonly message: string;
	readonly param: string | null;
	readonly line: number | null;
}

export interface BatchLine {
	readonly customId: string;
	readonly model: string;
	readonly body: JsonObject;
}

/** A line that was checked before, read again to be answered; undefined when it is not fit to be answered. */
export function readLine(bytes: Buffer): BatchLine | undefined {
	const line = parseJson(bytes.toString('utf8'));
	if (!isObject(line) || !isObject(line['body'])) return undefined;
	const customId = readString(line['custom_id']);
	const model = readString(line['body']['model']);
	if (customId === undefined || model === undefined) return undefined;
	return { customId, model, body: line['body'] };
}

/** What one line must be by itself; what it must be beside the others is checked in `check-input`. */
export function checkLine(bytes: Buffer, endpoint: string, number: number): BatchLine | LineError {
	const fault = (code: string, message: string, param: string | null = null): LineError => ({
		code,
		message,
		param,
		line: number,
	});
	const absent = (param: string): LineError =>
		fault('missing_required_parameter', `Missing required parameter: '${param}'.`, param);

	const line = parseJson(bytes.toString('utf8'));
	if (!isObject(line)) {
		return fault('invalid_json_line', 'This line is not parseable as valid JSON.');
	}
	const customId = readString(line['custom_id']);
	if (customId === undefined || customId === '') return absent('custom_id');
	const method = readString(line['method']);
	if (method === undefined) return absent('method');
	const url = readString(line['url']);
	if (url === undefined) return absent('url');
	const body = line['body'];
	if (!isObject(body)) return absent('body');
	if (method !== 'POST') {
		return fault(
			'invalid_request',
			`Invalid method '${method}': only POST is supported.`,
			'method',
		);
	}
	if (url !== endpoint) {
		const message = `Mismatched endpoint: the URL '${url}' of this request is not the batch's endpoint '${endpoint}'.`;
		return fault('url_mismatch', message, 'url');
	}
	const model = readString(body['model']);
	if (model === undefined) return absent('body.model');
	if (body['stream'] === true) {
		return fault('invalid_request', 'Streaming is not supported in batches.', 'body.stream');
	}
	return { customId, model, body };
}
