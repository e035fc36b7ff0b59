import {
	closeScenes,
	startScene,
	submitInput,
	type Input,
	type Scene,
} from '../../../harness/zap-runner/scene';
import { rowsIn } from '../../../harness/zap-runner/zap';

afterEach(closeScenes);

/** Fields to keep beside one e-mail, as the results of an earlier batch would have them. */
async function resultsOf(scene: Scene, kept: Input, changes: Input = {}) {
	const columns = Object.entries(kept).map(([name, value]) => [`keep_${name}`, value]);
	const rows = [
		{ row_id: 'new-1', row_text: 'please pay the bill', ...Object.fromEntries(columns) },
		{ row_id: 'new-2', row_text: ' ', ...Object.fromEntries(columns) },
	];
	const { handle } = await scene.create(
		'submit_batch',
		submitInput({ keep_names: Object.keys(kept), rows, ...changes }),
	);
	await scene.finishJobs();
	return await scene.create('poll_batch', { batch: handle });
}

describe('rows as line items', () => {
	it('tell what became of the row now, whatever a kept field of an earlier batch says', async () => {
		const scene = await startScene();

		const output = await resultsOf(scene, {
			offpeak_id: 'old-1',
			offpeak_outcome: 'failed',
			offpeak_reason: 'expired',
			offpeak_cost: '0.1',
		});

		expect(rowsIn(output)).toMatchObject([
			{
				offpeak_id: 'new-1',
				offpeak_outcome: 'succeeded',
				offpeak_reason: '',
				original_offpeak_id: 'old-1',
				original_offpeak_outcome: 'failed',
				original_offpeak_reason: 'expired',
				original_offpeak_cost: '0.1',
			},
		]);
	});

	it('keep a field that is named like one of the answer’s, in rows without an answer, too', async () => {
		const scene = await startScene();

		const output = await resultsOf(scene, { category_value: 'mine', category: 'Private' });

		const kept = { original_category_value: 'mine', original_category: 'Private' };
		expect(rowsIn(output)).toMatchObject([
			{ category: 'Invoice', category_value: 'Label_1', ...kept },
		]);
		expect(rowsIn(output, 'failed_rows')).toMatchObject([
			{ category: '', category_value: '', ...kept },
		]);
	});

	it('keep what the model answered in a field that is named like ours', async () => {
		const scene = await startScene();

		const output = await resultsOf(
			scene,
			{},
			{
				task: 'extract',
				extract_fields: { offpeak_id: 'text: an id', amount: 'number: the total' },
			},
		);

		expect(rowsIn(output)).toMatchObject([
			{ offpeak_id: 'new-1', answer_offpeak_id: expect.anything(), amount: expect.anything() },
		]);
	});
});
