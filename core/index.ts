/** What hosts import, in the order in which rows walk through it. */
export * from './types';
export { OffpeakError, isOffpeakError, type ErrorCode } from './errors';
export type { HttpRequest, HttpResponse, Transport } from './http';
export type { Clock, Connection } from './connection';
export { PROVIDERS, checkBaseUrl, dashboardUrl, inferProvider, type Provider } from './providers';
export { isJsonObject, parseJson, readList, readObject } from './json';
export { selectKept, type KeepFields } from './kept';
export { plan, type PlanInput } from './plan';
export { runKeyOf } from './keys';
export { submit, type Submission, type SubmitOptions } from './submit';
export { findJob, readJob } from './find';
export { answerNow, type NowOptions } from './now';
export { SLICE, deleteBackground, submitInBackground } from './background';
export { poll } from './poll';
export { isBackground, lookAt, readHandle, type Look, type Progress } from './look';
export { collect, type CollectedBatch } from './collect';
export { describeDamage, join, toResultRow } from './join';
export { checkModel, listModels } from './models';
