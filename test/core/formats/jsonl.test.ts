import fc from 'fast-check';
import { encodeText } from '../../../core/formats/bytes';
import { encodeLine, readJsonLines, type JsonLine } from '../../../core/formats/jsonl';
import { bytesOfChunks, bytesOfText } from '../../support/core/canned-transport';

async function linesOf(body: AsyncIterable<Uint8Array>): Promise<JsonLine[]> {
	const lines: JsonLine[] = [];
	for await (const line of readJsonLines(body)) lines.push(line);
	return lines;
}

/** Cuts bytes at the given places, also in the middle of a character. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
	const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
		(a, b) => a - b,
	);
	return [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index] ?? bytes.length));
}

describe('readJsonLines', () => {
	it('reads a file whose last line has no end', async () => {
		await expect(linesOf(bytesOfText('{"a":1}\n[2]'))).resolves.toEqual([
			{ number: 1, value: { a: 1 } },
			{ number: 2, value: [2] },
		]);
	});

	it('skips blank lines and counts them', async () => {
		await expect(linesOf(bytesOfText('\n{"a":1}\r\n  \n2\n'))).resolves.toEqual([
			{ number: 2, value: { a: 1 } },
			{ number: 4, value: 2 },
		]);
	});

	it('reports a bad line and reads on behind it', async () => {
		await expect(linesOf(bytesOfText('{"a":1}\n{"b":\n{"c":3}\n{"d"'))).resolves.toEqual([
			{ number: 1, value: { a: 1 } },
			{ number: 2, bad: true },
			{ number: 3, value: { c: 3 } },
			{ number: 4, bad: true },
		]);
	});

	it('drops a byte order mark', async () => {
		await expect(linesOf(bytesOfText('\uFEFF{"a":1}\n'))).resolves.toEqual([
			{ number: 1, value: { a: 1 } },
		]);
	});

	it('reads nothing out of a zero-byte file', async () => {
		await expect(linesOf(bytesOfChunks([]))).resolves.toEqual([]);
		await expect(linesOf(bytesOfChunks([new Uint8Array(0)]))).resolves.toEqual([]);
	});

	it('reports a line as bad that is too long to keep, and reads on behind it', async () => {
		const long = new Uint8Array(40 * 1024 * 1024).fill(0x78);
		const chunks = [encodeText('1\n'), long, long, encodeText('\n3\n')];
		await expect(linesOf(bytesOfChunks(chunks))).resolves.toEqual([
			{ number: 1, value: 1 },
			{ number: 2, bad: true },
			{ number: 3, value: 3 },
		]);
		await expect(linesOf(bytesOfChunks([long, long]))).resolves.toEqual([{ number: 1, bad: true }]);
	});

	/** A line of so many megabytes in chunks of a kilobyte. */
	async function* slowLine(megabytes: number, end = '"\n2\n'): AsyncGenerator<Uint8Array> {
		yield encodeText('"');
		const kilobyte = new Uint8Array(1024).fill(0x78);
		for (let sent = 0; sent < megabytes * 1024; sent += 1) yield kilobyte;
		yield encodeText(end);
	}

	it('reads a long line in small chunks in a time that grows with its length', async () => {
		const timeOf = async (megabytes: number): Promise<number> => {
			const before = process.cpuUsage();
			await expect(linesOf(slowLine(megabytes))).resolves.toHaveLength(2);
			return process.cpuUsage(before).user;
		};
		// What else the machine does makes a time longer, never shorter.
		let [half, whole] = [Infinity, Infinity];
		for (let tried = 0; tried < 6 && !(whole / half < 3); tried += 1) {
			half = Math.min(half, await timeOf(10));
			whole = Math.min(whole, await timeOf(20));
		}
		expect(whole / half).toBeLessThan(3);
	});

	it('keeps no more of a line than it may be long (100 MB)', async () => {
		const lines = readJsonLines(slowLine(100));
		let most = 0;
		const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed)), 5);
		const before = process.memoryUsage().heapUsed;
		const read: JsonLine[] = [];
		for await (const line of lines) read.push(line);
		clearInterval(watch);
		expect(read).toEqual([
			{ number: 1, bad: true },
			{ number: 2, value: 2 },
		]);
		expect(Math.max(most, process.memoryUsage().heapUsed) - before).toBeLessThan(200_000_000);
	});

	it('gives the same lines however the bytes are chunked', async () => {
		const line = fc.oneof(
			fc.jsonValue().map((value) => JSON.stringify(value)),
			fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
			fc.constantFrom('', ' ', '{"torn":', '\r', 'garbage', '"€😀"'),
		);
		const places = fc.array(fc.nat(), { maxLength: 20 });
		await fc.assert(
			fc.asyncProperty(fc.array(line), fc.boolean(), places, async (lines, ended, cuts) => {
				const bytes = encodeText(lines.join('\n') + (ended ? '\n' : ''));
				const whole = await linesOf(bytesOfChunks([bytes]));
				const chunked = await linesOf(bytesOfChunks(cutAt(bytes, cuts)));
				expect(chunked).toEqual(whole);
				const bytewise = await linesOf(
					bytesOfChunks(Array.from(bytes, (byte) => Uint8Array.of(byte))),
				);
				expect(bytewise).toEqual(whole);
			}),
		);
	});

	it('gives back every value that was encoded', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 5 }), async (values) => {
				const lines = await linesOf(bytesOfText(...values.map(encodeLine)));
				const encoded: unknown[] = values.map((value): unknown =>
					JSON.parse(JSON.stringify(value)),
				);
				expect(lines.map((line) => ('value' in line ? line.value : 'bad'))).toEqual(encoded);
			}),
		);
	});
});
