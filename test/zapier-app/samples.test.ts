import samples from '../../zapier-app/src/samples.json';
import { leafPaths } from '../../harness/zap-runner/definition';
import { takeSamples } from '../../harness/zap-runner/take-samples';
import { zapTime } from '../support/zap-time';

const time = zapTime();

/** The shape of a sample: each path and the type of what is there. */
function shapeOf(value: unknown): readonly string[] {
	const paths = leafPaths(value).map(([path, leaf]) => `${path}: ${typeof leaf}`);
	return [...new Set(paths)].sort();
}

describe('the static samples', () => {
	it('have the fields and types that the steps really put out (T002, T004)', async () => {
		const live = await takeSamples(time.pass);

		expect(Object.keys(samples).sort()).toEqual(Object.keys(live).sort());
		for (const [key, sample] of Object.entries(samples)) {
			expect([key, shapeOf(sample)]).toEqual([key, shapeOf(live[key])]);
			expect(live[key]).toHaveProperty('id');
		}
	});

	it('hold no address of a developer’s machine', () => {
		expect(JSON.stringify(samples)).not.toMatch(/127\.0\.0\.1|localhost/);
	});
});
