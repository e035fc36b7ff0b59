import { readHandle, type Job } from '../../core';

/** A handle as people carry it: through cells, files and fields, whose programs leave their marks on a text. */
const JOB: Job = {
	version: 1,
	id: 'op_3785a9e41373458a9d97bc4d',
	provider: 'openai',
	baseUrl: 'https://api.openai.com/v1',
	label: 'The “big” review',
	rowCount: 3,
	partCount: 1,
	createdAt: '2026-11-29T08:00:54.000Z',
	batches: [{ id: 'batch_1', part: 1 }],
};
const TEXT = JSON.stringify(JOB);

describe('a handle that was carried as text', () => {
	it.each<[string, string, string]>([
		[
			'as a text of a text, as a Code node makes it',
			'https://github.com/n8n-io/n8n/issues/13771',
			JSON.stringify(TEXT),
		],
		[
			'behind a byte order mark',
			'https://github.com/JamesNK/Newtonsoft.Json/issues/583',
			`\uFEFF${TEXT}`,
		],
		[
			'behind a byte order mark and as a text of a text',
			'https://github.com/open-olive/loop-development-kit/issues/294',
			`\uFEFF${JSON.stringify(TEXT)}`,
		],
	])('is read %s (%s)', (_, _source, carried) => {
		expect(readHandle(carried)).toEqual(JOB);
	});

	it('is none when its quotation marks were made curly: its label may hold such (https://github.com/konklone/json/issues/158)', () => {
		expect(readHandle(TEXT.replaceAll('"', '”'))).toBeUndefined();
	});
});
