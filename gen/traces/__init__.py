# SPDX-License-Identifier: MIT
"""The parts of gen/flowtrace."""
