/* SPDX-License-Identifier: MIT */
/*
 * This is the grammar of HTTP-date, with the calendar.  The name of the day is
 * read and not checked against the date.
 */
#include "format/http/http_date.h"

#define DAY_S	  (24 * 60 * 60)
#define YEAR_S	  31556952 /* 365.2425 days */
#define MAX_NOW_S 253402300799 /* the end of year 9999 */

struct date {
	int year, month, day, hour, minute, second; /* month: 1 to 12 */
	bool short_year;
};

%%{
	machine http_date;
	alphtype unsigned char;
	include http_grammar "http_grammar.rl";

	action day { date->day = date->day * 10 + (*p - '0'); }
	action year { date->year = date->year * 10 + (*p - '0'); }
	action hour { date->hour = date->hour * 10 + (*p - '0'); }
	action minute { date->minute = date->minute * 10 + (*p - '0'); }
	action second { date->second = date->second * 10 + (*p - '0'); }
	action short_year { date->short_year = true; }

	# RFC 9110 §5.6.7
	day_name = "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
	day_name_l = "Monday" | "Tuesday" | "Wednesday" | "Thursday" |
		     "Friday" | "Saturday" | "Sunday";
	month = "Jan" @{ date->month = 1; } | "Feb" @{ date->month = 2; } |
		"Mar" @{ date->month = 3; } | "Apr" @{ date->month = 4; } |
		"May" @{ date->month = 5; } | "Jun" @{ date->month = 6; } |
		"Jul" @{ date->month = 7; } | "Aug" @{ date->month = 8; } |
		"Sep" @{ date->month = 9; } | "Oct" @{ date->month = 10; } |
		"Nov" @{ date->month = 11; } | "Dec" @{ date->month = 12; };
	day = DIGIT{2} $day;
	year = DIGIT{4} $year;
	time_of_day = ( DIGIT{2} $hour ) ":" ( DIGIT{2} $minute ) ":"
		      ( DIGIT{2} $second );

	IMF_fixdate = day_name "," SP day SP month SP year SP time_of_day
		      SP "GMT";
	date2 = day "-" month "-" ( DIGIT{2} $year @short_year );
	rfc850_date = day_name_l "," SP date2 SP time_of_day SP "GMT";
	date3 = month SP ( day | ( SP DIGIT $day ) );
	asctime_date = day_name SP date3 SP time_of_day SP year;

	main := IMF_fixdate | rfc850_date | asctime_date;
	write data noerror noentry;
}%%

static bool
read_date(struct acme_span value, struct date *date)
{
	const unsigned char *p = acme_span_bytes(value);
	const unsigned char *pe = value.len ? p + value.len : p;
	int cs;

	%% write init;
	%% write exec;
	return cs >= http_date_first_final;
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in(int month, int year)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Second 60 is a leap second, and counts as the one after it. */
static bool
is_in_calendar(const struct date *date)
{
	return date->year >= 1 && date->day >= 1 &&
	       date->day <= days_in(date->month, date->year) &&
	       date->hour < 24 && date->minute < 60 && date->second <= 60;
}

/* Days before January 1st of ${year}, from year 1 on. */
static int64_t
days_before(int year)
{
	int64_t n = year - 1;

	return n * 365 + n / 4 - n / 100 + n / 400;
}

static int64_t
to_unix(const struct date *date)
{
	int64_t days = days_before(date->year) - days_before(1970);
	int month;

	for (month = 1; month < date->month; month++)
		days += days_in(month, date->year);
	days += date->day - 1;
	return days * DAY_S + date->hour * 3600 + date->minute * 60 +
	       date->second;
}

/* The latest year with these two digits that is not too far ahead. */
static void
complete_year(struct date *date, int64_t now_s)
{
	int64_t limit_s, now = now_s;

	if (now < 0)
		now = 0;
	if (now > MAX_NOW_S)
		now = MAX_NOW_S;
	limit_s = now + 50 * (int64_t)YEAR_S;
	date->year += (1970 + (int)(now / YEAR_S)) / 100 * 100 + 100;
	while (to_unix(date) > limit_s)
		date->year -= 100;
}

enum acme_err
acme_http_date_parse(struct acme_span value, int64_t now_s, int64_t *unix_s,
		     struct acme_fault *fault)
{
	struct date date = { 0 };

	if (!read_date(value, &date))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "'%.*s' is not an HTTP-date",
				      (int)value.len, value.data);
	if (date.short_year)
		complete_year(&date, now_s);
	if (!is_in_calendar(&date))
		return acme_fault_set(fault, ACME_ERR_SYNTAX,
				      "'%.*s' is not a valid date",
				      (int)value.len, value.data);
	*unix_s = to_unix(&date);
	return ACME_OK;
}
