import { readWish } from '../../../bench/compare/settings';

const KEY = { OFFPEAK_API_KEY: 'secret-of-a-test' };
const OPENAI = ['--base-url', 'https://api.openai.com/v1'];

describe('readWish', () => {
	it('compares 100 e-mails on a server of its own unless told otherwise', () => {
		expect(readWish([], {})).toMatchObject({
			place: { kind: 'here' },
			itemCount: 100,
			svg: 'docs/images/comparison.svg',
		});
	});

	it('takes the key from the environment, and may spend a dollar', () => {
		expect(readWish([...OPENAI, '--model', 'gpt-4.1-mini'], KEY)).toEqual({
			place: { kind: 'provider', baseUrl: 'https://api.openai.com/v1', key: 'secret-of-a-test' },
			itemCount: 100,
			model: 'gpt-4.1-mini',
			limitUsd: 1,
			isAgreed: false,
		});
	});

	it.each([
		[['--items', '0'], /--items/],
		[['--items', 'many'], /--items/],
		[['--limit=-1'], /--limit/],
		[['--base-url', 'http://api.openai.com/v1', '--model', 'x'], /https/],
		[OPENAI, /--model/],
		[['--help'], /OFFPEAK_API_KEY/],
	])('says what is missing or wrong: %j', (args, words) => {
		expect(readWish(args, KEY)).toEqual({ say: expect.stringMatching(words) });
	});

	it('asks for a key, other than on this machine', () => {
		expect(readWish([...OPENAI, '--model', 'x'], {})).toEqual({
			say: expect.stringContaining('OFFPEAK_API_KEY'),
		});
		const local = ['--base-url', 'http://127.0.0.1:8787/v1', '--model', 'demo'];
		expect(readWish(local, {})).toMatchObject({ place: { key: '' } });
	});
});
