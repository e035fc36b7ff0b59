import { ApiError, invalid } from './errors';
import { parseJson, type JsonObject } from '../../../core';
import { isObject } from '../json';

function tooLarge(limit: number): ApiError {
	const message = `The request body is larger than the ${limit} bytes allowed here.`;
	return new ApiError(413, message, { code: 'request_too_large' });
}

/** The whole body in one buffer, with one copy when the length is announced. Stops reading at the limit. */
export async function readBody(request: Request, limit: number): Promise<Buffer> {
	const announced = Number(request.headers.get('content-length') ?? 0);
	if (announced > limit) throw tooLarge(limit);
	if (request.body === null) return Buffer.alloc(0);
	let buffer = Buffer.allocUnsafe(announced > 0 ? announced : 64 * 1024);
	let length = 0;
	for await (const chunk of request.body) {
		const bytes: Uint8Array = chunk;
		const needed = length + bytes.length;
		if (needed > limit) throw tooLarge(limit);
		if (needed > buffer.length) {
			const larger = Buffer.allocUnsafe(Math.min(limit, Math.max(needed, buffer.length * 2)));
			buffer.copy(larger, 0, 0, length);
			buffer = larger;
		}
		buffer.set(bytes, length);
		length = needed;
	}
	return buffer.subarray(0, length);
}

export async function readJsonBody(request: Request, limit: number): Promise<JsonObject> {
	const text = (await readBody(request, limit)).toString('utf8');
	const value = parseJson(text);
	if (value === undefined) {
		throw invalid('We could not parse the JSON body of your request.');
	}
	if (!isObject(value)) throw invalid('The body of your request must be a JSON object.');
	return value;
}
