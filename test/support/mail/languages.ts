import { CS } from './languages/cs';
import { DA } from './languages/da';
import { DE } from './languages/de';
import { EN } from './languages/en';
import { ES } from './languages/es';
import { FI } from './languages/fi';
import { FR } from './languages/fr';
import { HE } from './languages/he';
import { IT } from './languages/it';
import { JA } from './languages/ja';
import { KO } from './languages/ko';
import { NB } from './languages/nb';
import { NL } from './languages/nl';
import { PL } from './languages/pl';
import { PT } from './languages/pt';
import { RU } from './languages/ru';
import { SV } from './languages/sv';
import { TR } from './languages/tr';
import { UK } from './languages/uk';
import { ZH } from './languages/zh';
import { type Language } from './language';

/** The twelve for which every claim holds. */
export const LANGUAGES: readonly Language[] = [EN, DE, FR, ES, IT, NL, PT, PL, SV, DA, RU, JA];

/** Of these the heads are known as well. */
export const MORE_LANGUAGES: readonly Language[] = [NB, FI, CS, TR, UK, HE, ZH, KO];
