import type {
	IDataObject,
	INodeExecutionData,
	IRunExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';
import { runWorkflow, type EngineOptions } from '../../../harness/n8n-engine/engine';
import { MAILS, START, asItems, draw, type Canvas } from './canvas';

export interface RunRequest extends Canvas {
	readonly items?: readonly IDataObject[];
	readonly executionId?: string;
	/** The data of the failed execution whose *Retry* was clicked. */
	readonly retryOf?: IRunExecutionData;
	/** The node whose *Execute step* was clicked; without it, the whole workflow runs. */
	readonly step?: string;
	/** Called at each park, with its number from 1, in place of the time that n8n would let pass. */
	readonly onPark?: (park: number, parked: IRunExecutionData) => Promise<void> | void;
}

export interface Park {
	/** Milliseconds from the moment of parking. */
	readonly wait: number;
	/** The execution as n8n's database would hold it. */
	readonly stored: string;
}

export interface Finished {
	readonly status: string;
	readonly parks: readonly Park[];
	/** The error that ended the run, as n8n shows it: title above, description below. */
	readonly error: { readonly message: string; readonly description: string } | undefined;
	/** Nodes in the order in which they ran. */
	readonly order: readonly string[];
	runsOf(node: string): number;
	/** What left on an output in the node's last run, or in the run told (counted from 0). */
	itemsOf(node: string, output?: number, run?: number): readonly INodeExecutionData[];
	jsonOf(node: string, output?: number, run?: number): readonly IDataObject[];
	hintsOf(node: string, run?: number): readonly string[];
	readonly data: IRunExecutionData;
}

/** Runs a workflow on n8n's own engine, with every park written to JSON and read back. */
export async function run(engine: EngineOptions, request: RunRequest): Promise<Finished> {
	const { items = MAILS, executionId, retryOf, step, onPark } = request;
	const parks: Park[] = [];
	const order: string[] = [];
	const { data, status } = await runWorkflow(draw(request), engine, {
		startNode: START,
		pinData: { [START]: asItems(items) },
		...(executionId === undefined ? {} : { executionId }),
		...(retryOf === undefined ? {} : { retryOf }),
		...(step === undefined ? {} : { lastNode: step }),
		onNode: (name) => order.push(name),
		async onPark(until, parked) {
			parks.push({ wait: until.getTime() - Date.now(), stored: JSON.stringify(parked) });
			await onPark?.(parks.length, parked);
		},
	});
	const runsOf = (node: string) => data.resultData.runData[node] ?? [];
	const runOf = (node: string, index: number | undefined) => runsOf(node).at(index ?? -1);
	const itemsOf: Finished['itemsOf'] = (node, output = 0, index = undefined) =>
		runOf(node, index)?.data?.['main']?.[output] ?? [];
	const { error } = data.resultData;
	return {
		status,
		parks,
		error:
			error === undefined
				? undefined
				: { message: error.message, description: String(error.description ?? '') },
		order,
		runsOf: (node) => runsOf(node).length,
		itemsOf,
		jsonOf: (node, output, index) => itemsOf(node, output, index).map(({ json }) => json),
		hintsOf: (node, index) =>
			(runOf(node, index)?.hints ?? []).map(({ message }: NodeExecutionHint) => message),
		data,
	};
}
