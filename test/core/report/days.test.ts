import fc from 'fast-check';
import { isoDay, readDay, zoneOffset } from '../../../core/report/days';
import type { JsonValue } from '../../../core';
import { runs } from '../../support/fuzz';

function dayOf(value: JsonValue, timeZone?: string): string | undefined {
	const day = readDay(value, zoneOffset(timeZone));
	return day === undefined ? undefined : isoDay(day);
}

describe('readDay', () => {
	it.each<[string, JsonValue]>([
		['an ISO date', '2026-11-20'],
		['an ISO moment', '2026-11-20T10:12:02.123Z'],
		['an ISO moment with an offset', '2026-11-20T23:59:02+09:00'],
		['an ISO moment that is still yesterday’s in UTC', '2026-11-21T05:00:00+09:00'],
		['an ISO moment without a zone', '2026-11-20 23:59'],
		['a date with slashes', '2026/11/20'],
		['unix seconds', 1795168800],
		['unix milliseconds', 1795168800000],
		['unix milliseconds as text, as Gmail has them', '1795168800000'],
		['unix seconds with a fraction, as Slack has them', '1795168800.123456'],
		['an RFC 2822 date', 'Fri, 20 Nov 2026 10:12:02 +0100'],
		['an RFC 2822 date without weekday and seconds', '20 Nov 2026 10:12 GMT'],
		['an RFC 2822 date with a comment', 'Fri, 20 Nov 2026 10:12:02 +0100 (CET)'],
		['a whole Date header', 'Date: Fri, 20 Nov 2026 10:12:02 -0500'],
		['a date with a year of two digits', '20-Nov-26'],
	])('reads %s', (_, value) => {
		expect(dayOf(value)).toBe('2026-11-20');
	});

	it.each<[string, JsonValue]>([
		['a day that is none', '2026-02-30'],
		['a month that is none', '2026-13-01'],
		['an RFC month that is none', '20 Xyz 2026'],
		['a small number', 20261120],
		['a word', 'tomorrow'],
		['an id with digits', '1a1e1e93ed050144'],
		['a phone number', '+46 8 123 456'],
		['a long text', `2026-11-20${' '.repeat(500)}`],
		['nothing', null],
		['an object', { date: '2026-11-20' }],
	])('does not take %s for a date', (_, value) => {
		expect(dayOf(value)).toBeUndefined();
	});

	it('puts a moment on the day that it has in the user’s time zone', () => {
		expect(dayOf('2026-11-20T23:30:00Z', 'Europe/Stockholm')).toBe('2026-11-21');
		// The clocks went back that morning.
		expect(dayOf('2026-10-25T22:30:00Z', 'Europe/Stockholm')).toBe('2026-10-25');
		expect(dayOf('2026-11-20T04:30:00Z', 'America/New_York')).toBe('2026-11-19');
		expect(dayOf('Fri, 20 Nov 2026 22:00:00 EST', 'Asia/Tokyo')).toBe('2026-11-21');
	});

	it('takes UTC for a time zone that nobody knows', () => {
		expect(dayOf('2026-11-20T23:30:00Z', 'Mars/Base')).toBe('2026-11-20');
	});

	it('reads a moment as the time zone’s own calendar does, also when clocks change', () => {
		const zones = [
			'Europe/Stockholm',
			'America/St_Johns',
			'Asia/Kolkata',
			'Pacific/Apia',
			'Australia/Lord_Howe',
		];
		const offsets = new Map(zones.map((zone) => [zone, zoneOffset(zone)]));
		fc.assert(
			fc.property(
				fc.integer({ min: 1_100_000_000, max: 2_000_000_000 }),
				fc.constantFrom(...zones),
				(seconds, zone) => {
					const expected = new Date(seconds * 1000).toLocaleDateString('sv-SE', { timeZone: zone });
					expect(isoDay(readDay(seconds, offsets.get(zone)) ?? 0)).toBe(expected);
				},
			),
			runs(300),
		);
	});

	it('keeps a date without a time on its day everywhere', () => {
		expect(dayOf('2026-11-20', 'Pacific/Auckland')).toBe('2026-11-20');
		expect(dayOf('2026-11-20 23:59', 'Pacific/Auckland')).toBe('2026-11-20');
	});

	it('never throws', () => {
		fc.assert(fc.property(fc.string(), (text) => void readDay(text)));
	});
});
