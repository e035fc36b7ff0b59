import { html } from 'hono/html';
import type { JobState, JobView } from './jobs';

export type Html = ReturnType<typeof html>;

export interface Overview {
	readonly jobs: readonly JobView[];
	/** Single answers that nobody waits for. */
	readonly inBackground: number;
}

const STATES: Readonly<Record<JobState, string>> = {
	validating: 'Checking',
	in_progress: 'Running',
	waiting: 'Waiting',
	finalizing: 'Writing results',
	completed: 'Done',
	failed: 'Refused',
	expired: 'Expired',
	cancelling: 'Cancelling',
	cancelled: 'Cancelled',
};

/** What changes on the page: the jobs, and what goes on besides them. Everything in it is escaped. */
export function jobsHtml({ jobs, inBackground }: Overview): Html {
	const besides =
		inBackground === 0
			? ''
			: html`<p>
					${number(inBackground)} single ${inBackground === 1 ? 'answer' : 'answers'} in the
					background.
				</p>`;
	if (jobs.length === 0) {
		return html`${besides}
			<p class="none">No jobs yet. Send one from a workflow, and it shows up here.</p>`;
	}
	return html`${besides}
		<table>
			<thead>
				<tr>
					<th scope="col">Job</th>
					<th scope="col">State</th>
					<th scope="col" class="n">Items</th>
					<th scope="col" class="n">Answered</th>
					<th scope="col" class="n">Failed</th>
					<th scope="col">Model</th>
					<th scope="col">Started</th>
				</tr>
			</thead>
			<tbody>
				${jobs.map(jobRow)}
			</tbody>
		</table>`;
}

function jobRow(job: JobView): Html {
	const { label, state, model, items, answered, failed, startedAt, secondsLeft, problem } = job;
	const left = secondsLeft === undefined ? '' : html`<small>${duration(secondsLeft)} left</small>`;
	const why = problem === undefined ? '' : html`<small class="bad">${problem}</small>`;
	const share = items === 0 ? 0 : (answered + failed) / items;
	return html`<tr>
		<th scope="row">
			${label}
			<progress
				max="1"
				value="${share}"
				aria-label="${Math.floor(share * 100)} percent done"
			></progress>
			${left}${why}
		</th>
		<td data-name="State"><span class="state ${state}">${STATES[state]}</span></td>
		<td data-name="Items" class="n">${number(items)}</td>
		<td data-name="Answered" class="n">${number(answered)}</td>
		<td data-name="Failed" class="n ${failed > 0 ? 'bad' : ''}">${number(failed)}</td>
		<td data-name="Model">${model ?? '–'}</td>
		<td data-name="Started">${moment(startedAt)}</td>
	</tr>`;
}

function number(value: number): string {
	return value.toLocaleString('en-US');
}

/** In the zone of the machine that the server runs on, which is the reader's own. */
function moment(seconds: number): Html {
	const date = new Date(seconds * 1000);
	const shown = date.toLocaleString('en-US', {
		month: 'short',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	});
	return html`<time datetime="${date.toISOString()}">${shown}</time>`;
}

export function duration(seconds: number): string {
	if (seconds < 60) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	const rest = minutes % 60;
	return `${Math.floor(minutes / 60)} h${rest === 0 ? '' : ` ${rest} min`}`;
}
