import { resultsFile } from '../results/file';
import { resultSlice } from '../results/read-slice';
import { batchReport } from '../results/report';

/** What is fetched only when a Zap asks for it. */
export const hydrators = { resultsFile, resultSlice, batchReport };
