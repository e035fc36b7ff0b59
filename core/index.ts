/** What hosts import, in the order in which rows walk through it. */
export * from './types';
export { OffpeakError, isOffpeakError, unforeseen, type ErrorCode } from './errors';
export { inPlaceOf } from './transport';
export type { Clock, HttpRequest, HttpResponse, Transport } from './transport';
export type { Connection } from './calls/connection';
export { PROVIDERS, dashboardUrl, type Provider } from './providers';
export { checkBaseUrl, inferProvider, isOwnAddress } from './providers/base-url';
export {
	chooseProvider,
	keyHeaders,
	PROVIDER_CHOICES,
	type Chosen,
	type ProviderChoice,
} from './providers/choice';
export { LOCAL_SERVER, WHO_PATH } from './providers/local-server';
export { recognize } from './calls/recognize';
export { mapConcurrently } from './calls/map-concurrently';
export {
	isJsonObject,
	parseJson,
	readList,
	readNumber,
	readObject,
	readString,
} from './formats/json';
export { cleanAnswer } from './formats/answers/clean-answer';
export { decodeText, type TextFault } from './formats/decode-text';
export { defined } from './formats/defined';
export { findMismatches, type Mismatch } from './formats/schema/json-schema';
export { selectKeptFields, type KeepFields } from './rows/kept-fields';
export { readSubtitles } from './rows/subtitles';
export { readTextFile } from './rows/text-file';
export { prepareText } from './rows/clean-text';
export { isTaskKind, shapeOf, TASK_KINDS } from './tasks';
export type { Packing } from './requests/packer';
export { plan } from './plan/plan';
export type { PlanInput } from './plan/input';
export { formatDuration, formatUsd } from './formats/amounts';
export { describeCost, describeEstimate, exceeds } from './cost/describe';
export { readOwnPrice, type OwnPrice } from './cost/rates';
export { hashContent, runKeyOf, stepRunKeyOf } from './record/keys';
export { submit, type Submission, type SubmitOptions } from './submit/submit';
export { findJob, findLatest } from './jobs/find';
export { listAllJobs, listJobs, type ListedJob } from './jobs/list';
export { answerNow, submitNow, type NowOptions } from './one-by-one/now';
export { submitInBackground } from './one-by-one/background';
export { lookAtFlights, sendFlights, type Flight, type Landed } from './one-by-one/flights';
export { poll, type JobStatus } from './poll/poll';
export { findHandleFault, readHandle } from './jobs/handle';
export { countRows, readRecord, type BatchRecord } from './record/batch-record';
export { readOutcome } from './record/outcome';
export { lookAt, type DoneLook, type Look, type Progress, type Results } from './results/look';
export { describeProgress } from './results/describe-progress';
export { readSlice } from './results/slice';
export { collect } from './collect/collect';
export type { CollectedBatch, Verdict } from './collect/collected';
export { describeDamage, join } from './join/join';
export { toResultRow } from './join/result-row';
export { resubmit, type Resubmission, type ResubmitOptions } from './again/resubmit';
export { fitSettings, nextStep, stepOfRunning, type AgainSettings } from './again/next-step';
export { answerRest, endEarly, type Finish, type FinishOptions } from './again/deadline';
export { toCsv } from './formats/csv';
export { cancelJob } from './jobs/cancel';
export { deleteFiles, type Deletion } from './jobs/delete-files';
export { reportOf } from './report/report';
export { renderReportHtml } from './report/html';
export { renderReportText, reportSubject } from './report/plain-text';
export { addFindings } from './report/add-findings';
export type { Report, ReportOptions, ReportPart } from './report/types';
export { actualCost, rowCost, type ActualCost } from './cost/actual';
export { actualsOf, type FinishedJob } from './results/actuals';
export type { Cursor, EventStatus, JobEvent, WatchSettings } from './watch/conclude';
export { readCursor } from './watch/read-cursor';
export { findLatestEvent, watchJobs, type Watch } from './watch/watch-jobs';
export { chooseMembers, groupJobs, MAX_REUSE_SECONDS } from './jobs/members';
export { checkModel, listModels } from './calls/models';
