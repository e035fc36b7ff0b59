/** What hosts import, in the order in which rows walk through it. */
export * from './types';
export { OffpeakError, isOffpeakError, type ErrorCode } from './errors';
export type { HttpRequest, HttpResponse, Transport } from './http';
export type { Clock, Connection } from './connection';
export { PROVIDERS, checkBaseUrl, dashboardUrl, inferProvider, type Provider } from './providers';
export { mapConcurrently } from './concurrency';
export { isJsonObject, parseJson, readList, readObject } from './json';
export { selectKept, type KeepFields } from './kept';
export { readSubtitles } from './transcript';
export { prepareText } from './text';
export { shapeOf } from './tasks';
export type { Packing } from './packing/packer';
export { plan, type PlanInput } from './plan';
export { formatDuration, formatUsd } from './amounts';
export { describeEstimate, exceeds } from './describe-estimate';
export { readOwnPrice, type OwnPrice } from './prices';
export { hashContent, runKeyOf } from './keys';
export { submit, type Submission, type SubmitOptions } from './submit';
export { findJob, findLatest, listAllJobs, listJobs, readJob, type ListedJob } from './find';
export { answerNow, submitNow, type NowOptions } from './now';
export { submitInBackground } from './background';
export { lookAtFlights, sendFlights, type Flight, type Landed } from './flights';
export { poll } from './poll';
export { engineOf, readHandle } from './handle';
export { readOutcome } from './read-outcome';
export { lookAt, type Look, type Progress, type Results } from './look';
export { readSlice } from './slice';
export { collect, type CollectedBatch } from './collect';
export { describeDamage, join, toResultRow } from './join';
export type { Verdict } from './verdict';
export { resubmit, type Resubmission, type ResubmitOptions } from './resubmit';
export { answerRest, endEarly, type Finish, type FinishOptions } from './finish';
export { toCsv } from './csv';
export { cancelJob, deleteFiles, type Deletion } from './cancel';
export {
	renderReportHtml,
	renderReportText,
	reportOf,
	reportSubject,
	type Report,
	type ReportOptions,
	type ReportPart,
} from './report';
export { addFindings } from './findings';
export { describeCost } from './describe-cost';
export { actualCost, rowCost, type ActualCost } from './actual-cost';
export { actualsOf, type FinishedJob } from './job-actuals';
export type { Cursor, EventStatus, JobEvent, WatchSettings } from './watch';
export { readCursor } from './watch/read-cursor';
export { findLatestEvent, watchJobs, type Watch } from './watch/walk';
export { groupJobs } from './jobs';
export { checkModel, listModels } from './models';
