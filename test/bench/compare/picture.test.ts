import { drawComparison } from '../../../bench/compare/picture';
import { comparisonTable, type Line } from '../../../bench/compare/comparison';
import { without } from '../../support/core/samples';
import { WAYS } from '../../../bench/compare/ways';

const LINES: readonly Line[] = WAYS.map((way, index) => ({
	way,
	totalMs: 31_500 - index * 1000,
	waitingMs: 31_500 - index * 7000,
	calls: 100,
	rowCount: 100,
	succeeded: 99,
	cost: {
		usd: index >= 3 ? 0.0146 : 0.0293,
		oneByOneUsd: 0.0293,
		savedUsd: 0,
		savedPercent: 0,
		source: 'published',
		inputTokens: 65_076,
		cachedTokens: 0,
		outputTokens: 2_039,
		measuredRows: 100,
		unmeasuredRows: 0,
	},
	expected: { low: 60, high: 86_400 },
}));
const CAPTION = { title: 'Four ways', notes: ['Set <here> & there.'] };

describe('drawComparison', () => {
	const svg = drawComparison(LINES, CAPTION);

	it('shows and says every figure of every way', () => {
		for (const { way } of LINES) {
			expect(svg).toContain(`>${way.name}</text>`);
			expect(svg).toContain(`${way.name}: you wait`);
		}
		expect(svg).toContain('>31.5 s<');
		expect(svg).toContain('>$0.0146<');
		expect(svg).toContain('at a provider 1 min – 24 h *');
	});

	it('loads nothing, and has colors for a dark page', () => {
		expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/);
		expect(svg).toContain('prefers-color-scheme:dark');
	});

	it('escapes what stands in its notes', () => {
		expect(svg).toContain('Set &lt;here&gt; &amp; there.');
	});

	it('draws bars in proportion', () => {
		const widths = [...svg.matchAll(/<rect class="b" x="672" y="\d+" width="(\d+)"/g)].map(
			([, width]) => Number(width),
		);
		expect(widths).toEqual([130, 130, 130, 65, 65]);
	});
});

describe('comparisonTable', () => {
	it('keeps the estimate in a column of its own, and leaves it out where a provider was measured', () => {
		expect(comparisonTable(LINES)).toMatch(/at a provider \*\n.*1 min – 24 h/);
		const measured = LINES.map((line) => without(line, 'expected'));
		expect(comparisonTable(measured)).not.toContain('at a provider');
	});

	it('says that a cost is not known, never that it is nothing', () => {
		const [line] = LINES;
		if (line === undefined) throw new Error('There is no line');
		const unknown = { ...line, cost: { ...line.cost, usd: null } };
		expect(comparisonTable([unknown])).toContain('not known');
	});
});
