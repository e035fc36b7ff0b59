import { ApiError } from '../http/errors';
import type { FileStore, StoredFile } from '../store/files';

interface Span {
	readonly start: number;
	readonly end: number;
}

/** One `bytes=a-b` range; a header of any other form is ignored, as HTTP allows. */
function readRange(header: string | undefined, size: number): Span | undefined {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
	const [, from = '', to = ''] = match ?? [];
	if (match === null || (from === '' && to === '')) return undefined;
	if (from === '') return span(Math.max(0, size - Number(to)), size, size);
	const end = to === '' ? size : Math.min(size, Number(to) + 1);
	return Number(to || size) < Number(from) ? undefined : span(Number(from), end, size);
}

function span(start: number, end: number, size: number): Span {
	if (start >= size) {
		throw new ApiError(416, `The range starts beyond the ${size} bytes of the file.`, {
			param: 'range',
		});
	}
	return { start, end };
}

/** The file's bytes, read from the database while they are sent. */
export function contentResponse(
	files: FileStore,
	file: StoredFile,
	rangeHeader: string | undefined,
): Response {
	const range = readRange(rangeHeader, file.bytes);
	const { start, end } = range ?? { start: 0, end: file.bytes };
	const slices = files.slices(file.seq, start, end);
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			const next = slices.next();
			if (next.done === true) controller.close();
			else controller.enqueue(next.value);
		},
	});
	const headers = new Headers({
		'content-type': 'application/octet-stream',
		'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
		'content-length': String(end - start),
		'accept-ranges': 'bytes',
	});
	if (range) headers.set('content-range', `bytes ${start}-${end - 1}/${file.bytes}`);
	return new Response(body, { status: range ? 206 : 200, headers });
}
