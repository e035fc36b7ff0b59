/** Bytes of a text in any encoding that `TextDecoder` reads: the platform has no encoder but for UTF-8. */
const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

export function encodeAs(encoding: string, text: string): Uint8Array {
	switch (encoding) {
		case 'utf-8':
			return new TextEncoder().encode(text);
		case 'utf-16le':
		case 'utf-16be':
			return units(text, encoding === 'utf-16le');
		case 'utf-32le':
		case 'utf-32be':
			return points(text, encoding === 'utf-32le');
	}
	const table = tables.get(encoding) ?? tableOf(encoding);
	tables.set(encoding, table);
	return Uint8Array.from(
		Array.from(text).flatMap((character) => {
			const bytes = table.get(character);
			if (bytes === undefined) throw new Error(`${encoding} has no ${character}`);
			return bytes;
		}),
	);
}

function tableOf(encoding: string): ReadonlyMap<string, readonly number[]> {
	const decoder = new TextDecoder(encoding);
	const table = new Map<string, readonly number[]>();
	const add = (bytes: readonly number[]): void => {
		const text = decoder.decode(Uint8Array.from(bytes));
		const isOne = Array.from(text).length === 1 && text !== '\uFFFD';
		if (isOne && !table.has(text)) table.set(text, bytes);
	};
	for (let first = 0; first < 256; first += 1) add([first]);
	if (!/^(?:windows|iso|koi8|ibm|mac|x-mac)/.test(encoding)) {
		for (let first = 0x81; first < 0xff; first += 1) {
			for (let second = 0x40; second < 0xff; second += 1) add([first, second]);
		}
	}
	return table;
}

function units(text: string, isLittle: boolean): Uint8Array {
	const view = new DataView(new ArrayBuffer(2 * text.length));
	for (let at = 0; at < text.length; at += 1) {
		view.setUint16(2 * at, text.charCodeAt(at), isLittle);
	}
	return new Uint8Array(view.buffer);
}

function points(text: string, isLittle: boolean): Uint8Array {
	const characters = Array.from(text);
	const view = new DataView(new ArrayBuffer(4 * characters.length));
	for (const [at, character] of characters.entries()) {
		view.setUint32(4 * at, character.codePointAt(0) ?? 0, isLittle);
	}
	return new Uint8Array(view.buffer);
}
