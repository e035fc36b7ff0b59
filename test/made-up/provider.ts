import type { Provider } from '../../core';
import type { Service } from '../../nodes/shared/service';
import { madeUpProtocol } from './protocol';

/** Its row, as one would stand in the table of providers. */
export const MADE_UP: Provider = {
	id: 'made-up',
	service: 'made-up',
	name: 'Made-Up',
	hosts: ['127.0.0.1'],
	exampleUrl: 'http://127.0.0.1:8788/v9',
	protocol: madeUpProtocol,
	limits: { requests: 10_000, fileBytes: 20_000_000, lineBytes: 1_000_000 },
	keeps: { metadata: 'no', jobList: 'yes', fileList: 'no', inputContent: 'no' },
	windowHours: 24,
	prices: [],
	discount: { factor: 0.5, source: 'published' },
	expiry: undefined,
	listsModels: true,
	caveats: [],
	notes: [],
	source: 'test/made-up',
	checked: '2026-11-29',
};

/** What registers the wire with the nodes: nothing else of the product knows of it. */
export const madeUpService: Service = {
	credential: 'madeUpApi',
	choose: ({ baseUrl }) => ({ provider: MADE_UP, baseUrl: String(baseUrl) }),
};
