import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { runWorkflow } from '../../../../harness/n8n-engine/engine';
import { encodeAs } from '../../../support/core/encode-as';
import { START, SUBMIT, draw, submitNode } from '../../../support/nodes/canvas';
import { closeHosts, startHost } from '../../../support/nodes/host';

afterEach(closeHosts);

interface Sent {
	readonly hints: readonly string[];
	readonly error: { readonly message: string; readonly description: string } | undefined;
}

type NamedFile = readonly [fileName: string, bytes: Uint8Array];

async function estimate(files: readonly NamedFile[]): Promise<Sent> {
	const host = await startHost();
	const items = files.map(([fileName, bytes], item): INodeExecutionData => {
		const data = Buffer.from(bytes).toString('base64');
		return {
			json: {},
			binary: { data: { fileName, mimeType: 'text/plain', data } },
			pairedItem: { item },
		};
	});
	const node = submitNode({ source: 'file', run: 'estimate', options: {} });
	const { data } = await runWorkflow(draw({ nodes: [node], wires: [] }), host.engine, {
		startNode: START,
		pinData: { [START]: items },
	});
	const { error, runData } = data.resultData;
	return {
		hints: (runData[SUBMIT]?.at(-1)?.hints ?? [])
			.map(({ message }: NodeExecutionHint) => message)
			.filter((message) => message.includes('file')),
		error:
			error === undefined
				? undefined
				: { message: error.message, description: String(error.description ?? '') },
	};
}

const PLAIN: NamedFile = ['a.txt', encodeAs('utf-8', 'pay this bill')];

function german(name: string): NamedFile {
	return [name, encodeAs('windows-1252', 'Bitte zahlen Sie die Gebühr, schöne Grüße')];
}

describe('a file that is read', () => {
	it('is no reason to say anything where nothing is left out or guessed', async () => {
		const subtitles = '1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello\n';
		expect(await estimate([PLAIN, ['a.srt', encodeAs('utf-8', subtitles)]])).toEqual({
			hints: [],
			error: undefined,
		});
	});

	it('is named with the encoding that was guessed', async () => {
		const { hints } = await estimate([PLAIN, german('b.txt')]);
		expect(hints).toEqual([
			'Item 1: the file b.txt was read as windows-1252 (Western European), by its letters. If they look wrong, save it as UTF-8.',
		]);
	});

	it('is named with what its reader left out or could not read', async () => {
		const broken = 'Agenda\n\n1\n00:00:01,000 --> 00:00:02,000\nHello\n';
		const { hints } = await estimate([
			['a.srt', encodeAs('utf-8', broken)],
			['b.vtt', encodeAs('utf-8', 'WEBVTT\n\nNOTE x\n\n00:01.000 --> 00:02.000\nHello\n')],
			['c.srt', encodeAs('utf-8', 'Ann  0:01\nHello\n')],
			['d.txt', Uint8Array.from([...encodeAs('utf-8', 'Grüße'), 0xe2, 0x80])],
		]);
		expect(hints).toEqual([
			'Item 0: the file a.srt has 1 line that could not be read as subtitles: they were kept.',
			'Item 1: the file b.vtt has 1 comment (NOTE), left out.',
			'Item 2: the file c.srt has no times of subtitles: it was read as a text.',
			'Item 3: the file d.txt has 1 damaged character, which was left out.',
		]);
	});

	it('is one of six that are told of, where many are alike', async () => {
		const files = Array.from({ length: 30 }, (_, at) => german(`${at}.txt`));
		const { hints } = await estimate(files);
		expect(hints).toHaveLength(6);
		expect(hints[5]).toContain('The same holds for more files: from Item 5 on');
	});
});

describe('a file that cannot be read', () => {
	it.each<readonly [string, Uint8Array, string, string]>([
		[
			'a PDF in a name of text',
			encodeAs('utf-8', '%PDF-1.7\n'),
			'Item 1: the file b.txt is a PDF, no text, whatever its name says.',
			'Extract From File',
		],
		[
			'bytes',
			Uint8Array.from({ length: 600 }, (_, at) => (at * 83) & 0xff),
			'Item 1: the file b.txt is no text, whatever its name says.',
			'Extract From File',
		],
		[
			'an encoding that cannot be told',
			Buffer.from('Sch\x94ne Gr\x81\xe1e f\x81r M\x81ller', 'latin1'),
			'Item 1: the file b.txt is in an encoding that cannot be told.',
			'save it as UTF-8',
		],
	])('is refused by its name and item, with what to do: %s', async (_, bytes, message, hint) => {
		const { error } = await estimate([PLAIN, ['b.txt', bytes]]);
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(hint);
	});
});
