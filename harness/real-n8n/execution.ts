import type { ExecutionStatus, INodeExecutionData, ITaskData } from 'n8n-workflow';

export interface NodeRun {
	/** Items per output: `outputs[0]` is the first output of the node. */
	outputs: INodeExecutionData[][];
	/** Milliseconds. */
	startTime: number;
	executionTime: number;
	status?: ExecutionStatus;
	error?: ExecutionProblem;
}

export interface ExecutionProblem {
	message: string;
	description?: string | null;
	name?: string;
	stack?: string;
}

export interface N8nExecution {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	startedAt: string;
	stoppedAt: string | null;
	waitTill: string | null;
	/** Every run of every node, by node name. */
	data: Record<string, NodeRun[]>;
	lastNodeExecuted?: string;
	error?: ExecutionProblem;
}

/** An execution as n8n's REST API sends it; its data is text in the format of npm's `flatted`. */
export type ExecutionRecord = Omit<N8nExecution, 'data' | 'lastNodeExecuted' | 'error'> & {
	data: string;
};

interface ResultData {
	runData?: Record<string, ITaskData[]>;
	lastNodeExecuted?: string;
	error?: ExecutionProblem;
}

const FINAL: ExecutionStatus[] = ['canceled', 'error', 'success'];

export function hasEnded(execution: { status: ExecutionStatus }): boolean {
	return FINAL.includes(execution.status);
}

export function readExecution(record: ExecutionRecord): N8nExecution {
	const { id, workflowId, status, mode, startedAt, stoppedAt, waitTill } = record;
	// A run that has only just begun has no data yet.
	const resultData = (unflatten(record.data) as { resultData?: ResultData } | undefined)
		?.resultData;
	const runs = Object.entries(resultData?.runData ?? {}).map(
		([node, tasks]) => [node, tasks.map(readRun)] as const,
	);
	return {
		...{ id, workflowId, status, mode, startedAt, stoppedAt, waitTill },
		data: Object.fromEntries(runs),
		...(resultData?.lastNodeExecuted && { lastNodeExecuted: resultData.lastNodeExecuted }),
		...(resultData?.error && { error: resultData.error }),
	};
}

function readRun(task: ITaskData): NodeRun {
	return {
		outputs: (task.data?.['main'] ?? []).map((items) => items ?? []),
		startTime: task.startTime,
		executionTime: task.executionTime,
		...(task.executionStatus && { status: task.executionStatus }),
		...(task.error && { error: task.error as ExecutionProblem }),
	};
}

/** `flatted` writes a table of values in which every string inside an object is a row number. */
export function unflatten(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const done = new Map<number, unknown>();
	const resolve = (row: number): unknown => {
		const value = table[row];
		if (typeof value !== 'object' || value === null) return value;
		if (done.has(row)) return done.get(row);
		const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
		done.set(row, copy);
		for (const [key, entry] of Object.entries(value)) {
			const resolved: unknown = typeof entry === 'string' ? resolve(Number(entry)) : entry;
			Object.assign(copy, { [key]: resolved });
		}
		return copy;
	};
	return resolve(0);
}
