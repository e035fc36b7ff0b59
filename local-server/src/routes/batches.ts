import { Hono } from 'hono';
import { ENDPOINTS } from '../answerer';
import type { BatchRuns } from '../batch/runs';
import { wireBatch } from '../batch/wire';
import { readJsonBody } from '../http/body';
import { ApiError, invalid, missing, notFound } from '../http/errors';
import type { Faults } from '../faults/faults';
import { readString, type JsonObject } from '../../../core';
import { isObject } from '../json';
import { readExpiry, readLimit, readMetadata, wireList } from '../http/query';
import type { Counters } from '../work/stats';
import type { BatchStore, NewBatch, StoredBatch } from '../store/batches';
import type { FileStore } from '../store/files';

export interface BatchRouteDeps {
	readonly batches: BatchStore;
	readonly files: FileStore;
	readonly runs: BatchRuns;
	readonly faults: Faults;
	readonly counters: Counters;
	readonly bodyLimit: number;
}

function readNewBatch(body: JsonObject, files: FileStore): NewBatch {
	const inputFileId = readString(body['input_file_id']);
	if (inputFileId === undefined) throw missing('input_file_id');
	const endpoint = readString(body['endpoint']);
	if (endpoint === undefined) throw missing('endpoint');
	if (!ENDPOINTS.has(endpoint)) {
		const known = [...ENDPOINTS.keys()].map((key) => `'${key}'`).join(' and ');
		const message = `Invalid value: '${endpoint}'. Supported values here are: ${known}.`;
		throw invalid(message, 'endpoint', 'invalid_value');
	}
	if (body['completion_window'] === undefined) throw missing('completion_window');
	if (body['completion_window'] !== '24h') {
		const message = "Invalid value. Supported values are: '24h'.";
		throw invalid(message, 'completion_window', 'invalid_value');
	}
	const metadata = readMetadata(body['metadata']);
	const file = files.find(inputFileId);
	if (file === undefined) {
		throw invalid(`No such File object: ${inputFileId}`, 'input_file_id', 'invalid_value');
	}
	if (file.purpose !== 'batch') {
		throw invalid(
			`The purpose of ${inputFileId} is '${file.purpose}', not 'batch'.`,
			'input_file_id',
		);
	}
	return {
		inputFileId,
		inputSeq: file.seq,
		endpoint,
		metadata: metadata === null ? null : JSON.stringify(metadata),
		outputExpiresSeconds: readOutputExpiry(body) ?? null,
	};
}

function readOutputExpiry(body: JsonObject): number | undefined {
	const value = body['output_expires_after'];
	if (value === undefined || value === null) return undefined;
	if (!isObject(value)) {
		throw invalid("Invalid 'output_expires_after': expected an object.", 'output_expires_after');
	}
	return readExpiry(value['anchor'] ?? '', value['seconds'] ?? '', 'output_expires_after');
}

export function batchRoutes(deps: BatchRouteDeps): Hono {
	const { batches, files, runs, faults, counters, bodyLimit } = deps;
	const app = new Hono();
	const wire = (batch: StoredBatch): JsonObject => wireBatch(batch, faults.ofBatch(batch.id));

	function found(id: string): StoredBatch {
		const batch = batches.find(id);
		if (batch === undefined) throw notFound(`No batch found with id '${id}'.`);
		return batch;
	}

	app.post('/', async (c) => {
		const body = await readJsonBody(c.req.raw, bodyLimit);
		const id = batches.add(readNewBatch(body, files));
		counters.batchCreated();
		faults.strikeBatch(id);
		runs.start(id);
		return Response.json(wire(batches.get(id)));
	});

	app.get('/', (c) => {
		const limit = readLimit(c.req.query('limit'), 20, 100);
		const after = c.req.query('after');
		const page = batches.list(after === undefined ? null : found(after).seq, limit + 1);
		return Response.json(wireList(page, limit, (batch) => batch.id, wire));
	});

	app.get('/:id', (c) => Response.json(wire(found(c.req.param('id')))));

	app.post('/:id/cancel', (c) => {
		const { id } = found(c.req.param('id'));
		const moved = runs.cancel(id);
		const batch = batches.get(id);
		if (!moved && batch.status !== 'cancelling' && batch.status !== 'cancelled') {
			throw new ApiError(409, `Cannot cancel a batch with status '${batch.status}'.`);
		}
		return Response.json(wire(batch));
	});

	return app;
}
