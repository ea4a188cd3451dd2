import { DateTime } from 'luxon';

/** Liquid filter: minor units and a currency to an amount in words, `{{ 4900 | money: 'EUR' }}` → €49.00. */
export function money(amountMinor: unknown, currency: unknown, locale: unknown = 'en'): string {
  if (typeof currency !== 'string' || typeof locale !== 'string' || !isAmount(amountMinor)) {
    throw new Error(
      "money takes whole minor units and a currency, as in {{ invoice.amountMinor | money: 'EUR' }}",
    );
  }
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(Number(amountMinor) / 10 ** digits);
}

/** Liquid filter: an instant as a date in a zone, `{{ dueAt | local_date: 'Europe/Berlin' }}` → 3 March 2026. */
export function localDate(instant: unknown, zone: unknown, locale: unknown = 'en-GB'): string {
  const time =
    typeof instant === 'string' && typeof zone === 'string'
      ? DateTime.fromISO(instant, { zone })
      : DateTime.invalid('unreadable');
  if (!time.isValid || typeof locale !== 'string') {
    throw new Error(
      "local_date takes an ISO instant and a zone, as in {{ invoice.dueAt | local_date: 'Europe/Berlin' }}",
    );
  }
  return time.setLocale(locale).toLocaleString({ day: 'numeric', month: 'long', year: 'numeric' });
}

/** Liquid filter: an instant as a time of day in a zone, `{{ startAt | local_time: 'Europe/Berlin' }}` → 10:30. */
export function localTime(instant: unknown, zone: unknown): string {
  const time =
    typeof instant === 'string' && typeof zone === 'string'
      ? DateTime.fromISO(instant, { zone })
      : DateTime.invalid('unreadable');
  if (!time.isValid)
    throw new Error(
      "local_time takes an ISO instant and a zone, as in {{ meeting.startAt | local_time: 'Europe/Berlin' }}",
    );
  return time.toFormat('HH:mm');
}

function isAmount(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value));
}
