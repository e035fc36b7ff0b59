import fc from 'fast-check';
import { isCount, isJobId, readTime } from '../../../core/record/limits';

describe('readTime', () => {
	it.each([
		'2026-11-18T12:26:40.000Z',
		'2026-11-18T12:26:40Z',
		'2026-11-18T12:26:40.123456789Z',
		'2024-01-01T00:00:00.000Z',
		'2099-12-31T23:59:59.999Z',
	])('takes %s as it is', (text) => {
		expect(readTime(text)).toBe(text);
	});

	it.each([
		['2026-11-18T13:26:40+01:00', '2026-11-18T12:26:40.000Z'],
		['2026-11-18T06:56:40.123456-05:30', '2026-11-18T12:26:40.123Z'],
		['2023-12-31T23:00:00-01:00', '2024-01-01T00:00:00.000Z'],
	])('takes %s for %s', (text, utc) => {
		expect(readTime(text)).toBe(utc);
	});

	it('takes every time of those years, in any zone, for what it is', () => {
		const date = fc.date({
			min: new Date('2024-01-01T00:00:00.000Z'),
			max: new Date('2099-12-31T23:59:59.999Z'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(date, fc.integer({ min: -14, max: 14 }), (time, hours) => {
				const utc = time.toISOString();
				expect(readTime(utc)).toBe(utc);
				const local = new Date(time.getTime() + hours * 3_600_000).toISOString().slice(0, -1);
				const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
				expect(readTime(`${local}${zone}`)).toBe(utc);
			}),
		);
	});

	it.each([
		'',
		'now',
		'1795000000',
		'2026-11-18',
		'2026-11-18T12:26Z',
		'2026-11-18 12:26:40Z',
		'2026-11-18T12:26:40',
		'2026-11-18T12:26:40+0100',
		'2026-11-18T12:26:40+99:00',
		'2026-13-18T12:26:40Z',
		'2026-11-18T25:26:40Z',
		'2026-11-18T::::::Z',
		'2026-11-18T12:26:40.Z',
		'2026-11-18T12:26:40.000Z\n',
		'2026-11-18T12:26:40Z (UTC)',
		' 2026-11-18T12:26:40.000Z',
		'+002026-11-18T12:26:40.000Z',
		'2023-12-31T23:59:59.999Z',
		'2024-01-01T00:30:00+01:00',
		'2100-01-01T00:00:00.000Z',
		'0000-01-01T00:00:00.000Z',
		'9999-12-31T23:59:59.999Z',
	])('takes no time out of %j', (text) => {
		expect(readTime(text)).toBeUndefined();
	});
});

describe('isCount', () => {
	it.each([1, 2, 10])('takes %s out of 10', (value) => {
		expect(isCount(value, 10)).toBe(true);
	});

	it.each([undefined, 0, -0, -1, 1.5, 11, 10.000_1, NaN, Infinity, -Infinity])(
		'takes no %s out of 10',
		(value) => {
			expect(isCount(value, 10)).toBe(false);
		},
	);

	it('takes nothing out of nothing', () => {
		expect(isCount(1, 0)).toBe(false);
	});
});

describe('isJobId', () => {
	it.each(['op_0123456789abcdef01234567', 'op_1', `op_${'x'.repeat(64)}`])('takes %s', (text) => {
		expect(isJobId(text)).toBe(true);
	});

	it.each(['', 'op_', 'batch_1', 'OP_1', ' op_1', 'op_1\n', 'op_1.rest', 'op_../1', 'op_ü'])(
		'takes no job id out of %j',
		(text) => {
			expect(isJobId(text)).toBe(false);
		},
	);

	it('takes none that is longer than any of ours', () => {
		expect(isJobId(`op_${'x'.repeat(65)}`)).toBe(false);
	});
});
