# Computes the results of base R once more, from the inputs in this folder, and stops where a file says otherwise.
#
#     Rscript tests/reference/statistics/base.R
#
# Needs R alone (4.2.2 made the files). README.md in the folder above says which packages made the others.

folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
read <- function(name) read.csv(file.path(folder, paste0(name, ".csv")), check.names = FALSE)
agreed <- 0
same <- function(name, case, found, expected, tolerance = 1e-9) {
  found <- as.numeric(found); expected <- as.numeric(expected)
  both <- (is.na(found) & is.na(expected)) | found == expected |
    abs(found - expected) <= 1e-12 + tolerance * abs(expected)
  if (!all(both %in% TRUE)) {
    stop(name, ", ", case[!(both %in% TRUE)][1], ": ", found[!(both %in% TRUE)][1], ", the file has ",
         expected[!(both %in% TRUE)][1])
  }
  agreed <<- agreed + length(found)
}

# poisson-exact: exact limits of a rate, and the exact test against a target.
d <- read("poisson-exact")
for (i in seq_len(nrow(d))) {
  for (level in c("950", "998")) {
    test <- poisson.test(d$x[i], d$births[i], d$null_rate_per_1000[i] / 1000,
                         conf.level = if (level == "950") 0.95 else 0.998)
    same("poisson-exact", d$case_id[i], test$conf.int * 1000,
         c(d[i, paste0("exact_lower", level)], d[i, paste0("exact_upper", level)]))
  }
  same("poisson-exact", d$case_id[i], test$p.value, d$p_two_sided[i])
}

# rate-ratio-exact: two rates.
d <- read("rate-ratio-exact")
for (i in seq_len(nrow(d))) {
  test <- poisson.test(c(d$x1[i], d$x2[i]), c(d$n1[i], d$n2[i]))
  same("rate-ratio-exact", d$case_id[i], c(test$estimate, test$conf.int, test$p.value),
       c(d$rate_ratio[i], d$lower95[i], d$upper95[i], d$p[i]))
}

# funnel-poisson-curve: means at which a count lies in the tail of probability p. The columns poisson_funnel_* are
# those of PHEindicatormethods.
d <- read("funnel-poisson-curve")
same("funnel-poisson-curve", d$case_id, qchisq(d$p, 2 * d$events) / 2, d$mu_where_events_is_upper_tail_p)
same("funnel-poisson-curve", d$case_id, qchisq(1 - d$p, 2 * d$events + 2) / 2, d$mu_where_events_is_lower_tail_p)

# funnel-spiegelhalter: Spiegelhalter 2005, appendix A.
d <- read("funnel-spiegelhalter")
mean <- d$births * d$rate
for (p in c(0.025, 0.975, 0.001, 0.999)) {
  r <- qpois(p, mean)
  count <- r - (ppois(r, mean) - p) / dpois(r, mean)
  same("funnel-spiegelhalter", d$case_id, count / d$births * 1000, d[[paste0("interp_rate_per_1000_", p)]])
}

# trend: 52 series.
series <- read("trend-series")
expected <- read("trend-expected")
for (i in seq_len(nrow(expected))) {
  e <- expected[i, ]
  s <- series[series$case_id == e$case_id, ]
  s <- s[order(s$year), ]
  time <- s$year - s$year[1]
  x <- s$deaths
  n <- s$births
  if (sum(x) > 0) {
    test <- prop.trend.test(x, n, score = time)
    same("cochran-armitage", e$case_id, c(test$statistic, test$p.value), c(e$ca_chi2, e$ca_p))
  }
  if (!e$glm_degenerate) {
    fit <- glm(x ~ time, offset = log(n), family = poisson)
    found <- c(coef(fit)[2], deviance(fit), sum(residuals(fit, "pearson")^2),
               anova(fit, test = "LRT")[["Pr(>Chi)"]][2])
    same("glm", e$case_id, found, c(e$glm_beta, e$glm_deviance, e$glm_pearson, e$glm_lrt_p), 1e-6)
  }
  rate <- x / n * 1000
  if (length(unique(rate)) > 1) {
    test <- suppressWarnings(cor.test(time, rate, method = "kendall", exact = FALSE, continuity = TRUE))
    same("kendall", e$case_id, c(test$estimate, test$p.value), c(e$kendall_tau_b, e$mk_p))
  }
  slopes <- outer(rate, rate, "-") / outer(time, time, "-")
  same("sen", e$case_id, median(slopes[lower.tri(slopes)]), e$sen_slope)
  if (sum(x) > 0 && sum(x) <= 1500) { # the sum of deaths times time, given all deaths: one death after another
    one <- numeric(max(time) + 1)
    one[time + 1] <- n / sum(n)
    all <- 1
    for (death in seq_len(sum(x))) {
      longer <- numeric(length(all) + length(one) - 1)
      for (t in which(one > 0)) {
        at <- t - 1 + seq_along(all)
        longer[at] <- longer[at] + one[t] * all
      }
      all <- longer
    }
    at <- sum(time * x) + 1
    low <- sum(all[1:at])
    high <- sum(all[at:length(all)])
    found <- c(low, high, min(1, 2 * min(low, high)), min(1, 2 * (min(low, high) - all[at] / 2)))
    same("exact", e$case_id, found, c(e$exact_p_lower, e$exact_p_upper, e$exact_p_two_sided, e$exact_midp_two_sided))
  }
}
cat(agreed, "numbers agree\n")
